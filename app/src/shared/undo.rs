//! What pages know of changes taken back: that what they show must be read again.

use leptos::prelude::*;

/// How many changes were taken back since the document was loaded.
#[derive(Clone, Copy)]
struct Undone(RwSignal<usize>);

/// Puts the count in the context; called once, by the frame around the pages.
pub fn provide_undone() {
    provide_context(Undone(RwSignal::new(0)));
}

/// The count; resources have it among what they depend on.
pub fn use_undone() -> RwSignal<usize> {
    use_context::<Undone>().map_or_else(|| RwSignal::new(0), |undone| undone.0)
}
