//! Grey shapes on the page's own grid while it loads; they appear after 150 ms, so a fast answer never flickers.

use leptos::prelude::*;

const WIDTHS: [&str; 6] =
    ["skeleton w-40", "skeleton w-52", "skeleton w-32", "skeleton w-44", "skeleton w-36", "skeleton w-48"];

/// A list that loads. `label` is read aloud ("Chargement").
#[component]
pub fn SkeletonTable(#[prop(into)] label: String, #[prop(default = 8)] rows: usize) -> AnyView {
    let lines = (0..rows)
        .map(|row| {
            view! {
                <div class="skeleton-row">
                    <span class="skeleton skeleton-box"></span>
                    <span class="skeleton w-14"></span>
                    <span class=WIDTHS[row % WIDTHS.len()]></span>
                    <span class="skeleton skeleton-badge"></span>
                    <span class="skeleton w-16 max-phone:hidden"></span>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="skeletons" role="status" aria-busy="true">
            <span class="sr-only">{label}</span>
            {lines}
        </div>
    }
    .into_any()
}

/// Cards that load.
#[component]
pub fn SkeletonCards(#[prop(into)] label: String, #[prop(default = 4)] cards: usize) -> AnyView {
    let cards = (0..cards)
        .map(|card| {
            view! {
                <div class="card skeleton-card">
                    <span class="skeleton w-24"></span>
                    <span class="skeleton skeleton-value"></span>
                    <span class=WIDTHS[card % WIDTHS.len()]></span>
                </div>
            }
        })
        .collect_view();
    view! {
        <div class="skeletons skeleton-grid" role="status" aria-busy="true">
            <span class="sr-only">{label}</span>
            {cards}
        </div>
    }
    .into_any()
}

/// The page of one thing that loads.
#[component]
pub fn SkeletonDetail(#[prop(into)] label: String) -> AnyView {
    view! {
        <div class="skeletons skeleton-detail" role="status" aria-busy="true">
            <span class="sr-only">{label}</span>
            <span class="skeleton w-32"></span>
            <span class="skeleton skeleton-value w-64!"></span>
            <span class="skeleton w-80 max-w-full"></span>
            <div class="card skeleton-card">
                <span class="skeleton w-40"></span>
                <span class="skeleton w-full"></span>
                <span class="skeleton w-full"></span>
                <span class="skeleton w-2/3"></span>
            </div>
            <div class="card skeleton-card">
                <span class="skeleton w-32"></span>
                <span class="skeleton w-full"></span>
                <span class="skeleton w-1/2"></span>
            </div>
        </div>
    }
    .into_any()
}
