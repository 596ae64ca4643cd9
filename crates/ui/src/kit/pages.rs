//! Page states, colours and sizes.

use leptos::prelude::*;

use super::Part;
use crate::{
    Button, Card, Empty, ErrorState, Icon, LinkButton, SkeletonCards, SkeletonDetail, SkeletonTable, Variant,
};

#[component]
pub(super) fn States() -> AnyView {
    view! {
        <div class="grid gap-3 xl:grid-cols-2">
            <Card flush=true>
                <Empty
                    icon=Icon::Package
                    first_time=true
                    title="Aucune pièce pour l’instant"
                    text="Importez votre magasin depuis un tableur, ou créez la première pièce."
                >
                    <LinkButton href="#import" label="Importer un fichier" icon=Icon::Upload variant=Variant::Primary />
                    <LinkButton href="#new" label="Créer une pièce" />
                </Empty>
            </Card>
            <Card flush=true>
                <Empty icon=Icon::SearchX title="Aucun équipement en panne" text="2 équipements le sont sur tout le Site Nord.">
                    <LinkButton href="#clear" label="Effacer les filtres" icon=Icon::X />
                </Empty>
            </Card>
            <Card flush=true>
                <ErrorState
                    title="Le serveur ne répond pas"
                    text="Vos saisies sont gardées sur cet appareil."
                    reference="Réf. 7F3A-21"
                >
                    <Button kind="button" label="Réessayer" icon=Icon::RotateCw variant=Variant::Primary />
                </ErrorState>
            </Card>
            <Card flush=true>
                <ErrorState
                    icon=Icon::Lock
                    failure=false
                    title="Réservé aux administrateurs"
                    text="Demandez l’accès à Marc Renaud."
                />
            </Card>
            <Card flush=true>
                <SkeletonTable label="Chargement" rows=5 />
            </Card>
            <Card flush=true>
                <SkeletonDetail label="Chargement" />
            </Card>
        </div>
        <SkeletonCards label="Chargement" />
    }
    .into_any()
}

#[component]
pub(super) fn Words() -> AnyView {
    view! {
        <Part title="Couleurs">
            <div class="grid grid-cols-[repeat(auto-fill,minmax(6.5rem,1fr))] gap-2 text-xs text-ink-2">
                {[
                    ("ink", "bg-ink"),
                    ("ink-2", "bg-ink-2"),
                    ("ink-3", "bg-ink-3"),
                    ("edge", "bg-edge"),
                    ("line", "bg-line"),
                    ("sunken", "bg-sunken"),
                    ("canvas", "bg-canvas"),
                    ("brand", "bg-brand"),
                    ("brand-soft", "bg-brand-soft"),
                    ("ok-solid", "bg-ok-solid"),
                    ("warn-solid", "bg-warn-solid"),
                    ("danger-solid", "bg-danger-solid"),
                ]
                    .map(|(name, class)| {
                        view! {
                            <span>
                                <span class=format!("block h-11 rounded-md ring-1 ring-inset ring-line {class}")></span>
                                {name}
                            </span>
                        }
                    })}
            </div>
        </Part>
        <Part title="Typographie">
            <div class="flex flex-wrap items-baseline gap-6">
                <span class="text-3xl font-bold tracking-tight">"0:37:12"</span>
                <span class="text-2xl font-bold tracking-tight">"96,8 %"</span>
                <span class="text-xl font-bold tracking-tight">"Presse PH-001"</span>
                <span class="text-md">"Corps, téléphone"</span>
                <span class="text-base">"Corps, bureau"</span>
                <span class="text-xs">"Légende, le plus petit"</span>
            </div>
        </Part>
    }
    .into_any()
}
