//! The frame of the pages before sign-in: a narrow column, and beside it the watch over the horizon.

use leptos::prelude::*;

use crate::Brand;

/// Rings of ticks around the rising watch: (radius, ticks on the half circle above the horizon).
const RINGS: [(u32, u32); 7] = [(131, 19), (193, 27), (255, 35), (317, 45), (379, 53), (441, 61), (503, 71)];

/// The ticks that catch the eye: ring, tick from the left, colour.
const SIGNALS: [(usize, u32, &str); 9] = [
    (1, 8, "#6cc0e8"),
    (2, 16, "#8fd2f2"),
    (3, 25, "#8fd2f2"),
    (3, 28, "#f3bd5c"),
    (4, 33, "#8fd2f2"),
    (5, 18, "#6cc0e8"),
    (5, 21, "#ff9d94"),
    (5, 40, "#8fd2f2"),
    (6, 27, "#6cc0e8"),
];

/// From one tick to the next along the ring.
fn step((radius, ticks): (u32, u32)) -> f64 {
    std::f64::consts::PI * f64::from(radius) / f64::from(ticks - 1)
}

#[component]
fn Art() -> AnyView {
    let rings = RINGS
        .iter()
        .map(|&ring| {
            // A dashed half circle: one short dash per tick.
            let radius = ring.0;
            let path =
                format!("M{} 600a{radius} {radius} 0 0 1 {} 0", 360 - radius.cast_signed(), 2 * radius);
            view! { <path d=path stroke-dasharray=format!("4 {:.2}", step(ring) - 4.0)></path> }
        })
        .collect_view();
    let signals = SIGNALS
        .iter()
        .map(|&(ring, tick, color)| {
            let ring = RINGS[ring];
            let turn = 180.0 + ((f64::from(tick) * step(ring) + 2.0) / f64::from(ring.0)).to_degrees();
            let place = format!("translate(360 600) rotate({turn:.1})");
            view! { <path d=format!("M{} 0h22", ring.0 - 11) stroke=color transform=place></path> }
        })
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
            <path d="M308 619a52 52 0 0 1 104 0z" fill="#eaf5fb"></path>
            <path d="M0 620h720" stroke="#4a8db0" stroke-width="3"></path>
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
