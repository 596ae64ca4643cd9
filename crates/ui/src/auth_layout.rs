//! The frame of the pages before sign-in: a narrow column, and beside it the watch over the horizon.

use leptos::prelude::*;

use crate::Brand;

/// Rings of ticks around the rising watch: (radius, ticks on the half circle above the horizon).
const RINGS: [(u32, u32); 7] = [(131, 19), (193, 27), (255, 35), (317, 45), (379, 53), (441, 61), (503, 71)];

/// The ticks that catch the eye: x1, y1, x2, y2, colour.
const SIGNALS: [(i32, i32, i32, i32, &str); 9] = [
    (162, 202, 151, 182, "#ff9d94"),
    (490, 302, 499, 282, "#f3bd5c"),
    (338, 336, 336, 314, "#8fd2f2"),
    (426, 280, 431, 258, "#8fd2f2"),
    (508, 246, 518, 226, "#8fd2f2"),
    (590, 220, 604, 202, "#8fd2f2"),
    (257, 450, 244, 432, "#6cc0e8"),
    (181, 121, 173, 101, "#6cc0e8"),
    (104, 236, 90, 219, "#6cc0e8"),
];

#[component]
fn Art() -> AnyView {
    let rings = RINGS
        .iter()
        .map(|&(radius, ticks)| {
            // A dashed half circle: one short dash per tick.
            let path = format!("M{} 600a{radius} {radius} 0 0 1 {} 0", 360 - radius as i32, 2 * radius);
            let dash = std::f64::consts::PI * f64::from(radius) / f64::from(ticks - 1);
            view! { <path d=path stroke-dasharray=format!("4 {:.2}", dash - 4.0)></path> }
        })
        .collect_view();
    let signals = SIGNALS
        .iter()
        .map(
            |&(x1, y1, x2, y2, color)| view! { <path d=format!("M{x1} {y1}L{x2} {y2}") stroke=color></path> },
        )
        .collect_view();
    view! {
        <svg viewBox="0 0 720 700" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
            <defs>
                <linearGradient id="auth-sweep" gradientUnits="userSpaceOnUse" x1="40" y1="600" x2="680" y2="160">
                    <stop offset="0.2" stop-color="#8fd2f2" stop-opacity="0.14"></stop>
                    <stop offset="0.75" stop-color="#8fd2f2" stop-opacity="0.62"></stop>
                    <stop offset="1" stop-color="#8fd2f2" stop-opacity="0.3"></stop>
                </linearGradient>
            </defs>
            <g fill="none" stroke="url(#auth-sweep)" stroke-width="22">
                {rings}
            </g>
            <g fill="none" stroke-width="5" stroke-linecap="round">
                {signals}
            </g>
            <path d="M308 600a52 52 0 0 1 104 0z" fill="#eaf5fb"></path>
            <path d="M0 601h720" stroke="#4a8db0" stroke-width="3"></path>
        </svg>
    }
    .into_any()
}

/// A sign-in page: the brand, the children (a form), a foot for language and help.
#[component]
pub fn AuthLayout(
    /// The product's name.
    #[prop(into)]
    product: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional, into)] foot: Option<AnyView>,
    children: Children,
) -> AnyView {
    view! {
        <div class="auth">
            <main class="auth-main" id="main" tabindex="-1">
                <Brand name=product />
                <div class="auth-body">
                    <header>
                        <h1 class="auth-title">{title}</h1>
                        {text.map(|text| view! { <p class="auth-text">{text}</p> })}
                    </header>
                    {children()}
                </div>
                {foot.map(|foot| view! { <footer class="auth-foot">{foot}</footer> })}
            </main>
            <div class="auth-art">
                <Art />
            </div>
        </div>
    }
    .into_any()
}
