//! States, kinds, ranks, counts, people and icons.

use leptos::prelude::*;

use super::Part;
use crate::{
    Avatar, Badge, Count, Glyph, Hue, HueBadge, HueIcon, Icon, Kbd, LetterBadge, PriorityTag, Tone, Weight,
};

#[component]
pub(super) fn Marks() -> AnyView {
    let states = [
        (Tone::Ok, Icon::CircleCheck, "En service"),
        (Tone::Warn, Icon::TriangleAlert, "Dégradé"),
        (Tone::Danger, Icon::OctagonX, "En panne"),
        (Tone::Info, Icon::Wrench, "En maintenance"),
        (Tone::Mute, Icon::CirclePause, "À l’arrêt"),
    ];
    let kinds = [
        (Hue::Blue, Icon::CalendarCheck, "Préventif"),
        (Hue::Orange, Icon::Wrench, "Correctif"),
        (Hue::Violet, Icon::Scale, "Réglementaire"),
        (Hue::Teal, Icon::Activity, "Conditionnel"),
        (Hue::Pink, Icon::Lightbulb, "Amélioration"),
    ];
    view! {
        <Part title="État, urgence, type">
            <div class="grid gap-3">
                <p class="flex flex-wrap gap-2">
                    {states.map(|(tone, icon, label)| view! { <Badge tone=tone icon=icon label=label /> })}
                </p>
                <p class="flex flex-wrap items-center gap-3">
                    <PriorityTag level=1 label="P1 Critique" />
                    <PriorityTag level=2 label="P2 Haute" />
                    <PriorityTag level=3 label="P3 Normale" />
                </p>
                <p class="flex flex-wrap gap-2">
                    {kinds.map(|(hue, icon, label)| view! { <HueBadge hue=hue icon=icon label=label /> })}
                </p>
                <p class="flex flex-wrap items-center gap-3">
                    {kinds.map(|(hue, icon, label)| view! { <HueBadge hue=hue icon=icon label=label soft=false /> })}
                    {kinds.map(|(hue, icon, _)| view! { <HueIcon hue=hue icon=icon /> })}
                </p>
                <p class="flex flex-wrap items-center gap-2">
                    <LetterBadge letter="A" label="Criticité A, arrêt de ligne" weight=Weight::Strong />
                    <LetterBadge letter="B" label="Criticité B" weight=Weight::Medium />
                    <LetterBadge letter="C" label="Criticité C" />
                    <Count text="14" />
                    <Count text="3" hot=true />
                    <Avatar name="Karim Benali" />
                    <Avatar name="Claire Dumas" large=true />
                    <Kbd keys="Ctrl K" />
                </p>
            </div>
        </Part>
        <Part title="Icônes">
            <div class="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-2 text-xs text-ink-2">
                {Icon::ALL
                    .iter()
                    .map(|(name, icon)| {
                        view! {
                            <span class="flex items-center gap-2">
                                <Glyph icon=*icon />
                                {*name}
                            </span>
                        }
                    })
                    .collect_view()}
            </div>
        </Part>
    }
    .into_any()
}
