//! Figures that lead to what they count.

use leptos::prelude::*;

use crate::ids::classes;
use crate::{Glyph, Icon};

/// How a figure moved since the period before.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// The difference with its unit, "+8 %".
    pub text: String,
    /// Compared with what, "sur un an".
    pub note: String,
    pub up: bool,
    /// Whether the move is good news, which is not the same as up.
    pub good: Option<bool>,
}

/// Figures side by side in one card; the children are [`Kpi`]s.
#[component]
pub fn Kpis(#[prop(optional, into)] class: String, children: Children) -> AnyView {
    view! { <section class=classes("card kpis", &class)>{children()}</section> }.into_any()
}

/// One figure. Without a value it reads `none` ("n.d.") and says why in `reason`.
#[component]
pub fn Kpi(
    #[prop(into)] label: String,
    #[prop(optional_no_strip, into)] value: Option<String>,
    #[prop(optional, into)] unit: Option<String>,
    #[prop(optional, into)] none: String,
    #[prop(optional, into)] reason: Option<String>,
    #[prop(optional, into)] trend: Option<Trend>,
    /// (address, words) of the events counted.
    #[prop(optional, into)]
    drill: Option<(String, String)>,
    /// Beside the label: a button that shows the formula.
    #[prop(optional, into)]
    info: Option<AnyView>,
    /// Beside the value: a [`Sparkline`].
    #[prop(optional, into)]
    chart: Option<AnyView>,
) -> AnyView {
    let value = match value {
        Some(value) => view! {
            <p class="kpi-value">{value} {unit.map(|unit| view! { <small>{unit}</small> })}</p>
        }
        .into_any(),
        None => view! { <p class="kpi-value kpi-none">{none}</p> }.into_any(),
    };
    view! {
        <article class="kpi">
            <h3 class="kpi-label">{label} {info.map(|info| view! { <span class="ml-auto">{info}</span> })}</h3>
            <div class="kpi-line">{value} {chart}</div>
            {trend.map(trend_view)}
            {reason.map(|text| view! { <p class="kpi-note">{text}</p> })}
            {drill
                .map(|(href, label)| {
                    view! {
                        <a class="drill" href=href>
                            {label}
                            <Glyph icon=Icon::ArrowRight size=14 />
                        </a>
                    }
                })}
        </article>
    }
    .into_any()
}

fn trend_view(trend: Trend) -> AnyView {
    let class = match trend.good {
        Some(true) => "trend trend-good",
        Some(false) => "trend trend-bad",
        None => "trend",
    };
    view! {
        <p class=class>
            <Glyph icon=if trend.up { Icon::TrendingUp } else { Icon::TrendingDown } size=14 />
            {trend.text}
            <span>{trend.note}</span>
        </p>
    }
    .into_any()
}

/// The shape of a series beside its last value; decoration only, the figures are elsewhere.
#[component]
pub fn Sparkline(values: Vec<f64>, #[prop(optional)] bad: bool) -> AnyView {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let step = 78.0 / (values.len().max(2) - 1) as f64;
    let spot = |(at, value): (usize, &f64)| (2.0 + step * at as f64, 23.0 - 20.0 * (value - low) / span);
    let points: Vec<String> =
        values.iter().enumerate().map(spot).map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    let color = if bad { "var(--color-danger-solid)" } else { "var(--color-chart-1)" };
    let end = values.iter().enumerate().next_back().map(spot);
    view! {
        <svg class="shrink-0" width="84" height="26" viewBox="0 0 84 26" aria-hidden="true">
            <polyline points=points.join(" ") fill="none" stroke=color stroke-width="1.75"></polyline>
            {end.map(|(x, y)| view! { <circle cx=format!("{x:.1}") cy=format!("{y:.1}") r="2.5" fill=color></circle> })}
        </svg>
    }
    .into_any()
}
