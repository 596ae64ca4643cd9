//! Tabs, chips, segments, steps, trees, pages.

use leptos::prelude::*;

use super::Part;
use crate::{
    Chips, FilterMenu, FilterOption, Icon, LinkItem, LinkSegments, Pager, Step, Steps, Tabs, Tone, Tree,
    TreeNode,
};

#[component]
pub(super) fn Places() -> AnyView {
    let tabs = vec![
        LinkItem::new("#overview", "Vue d’ensemble").icon(Icon::LayoutList).current(true),
        LinkItem::new("#history", "Historique").icon(Icon::History).count(84),
        LinkItem::new("#documents", "Documents").icon(Icon::FileText).count(12),
    ];
    let chips = vec![
        LinkItem::new("#all", "Tous").count(128).current(true),
        LinkItem::new("#down", "En panne").icon(Icon::OctagonX).count(2),
        LinkItem::new("#none", "Sans préventif").count(6),
    ];
    let modes = vec![
        LinkItem::new("#table", "Tableau").icon(Icon::Rows).current(true),
        LinkItem::new("#tree", "Arborescence").icon(Icon::ListTree),
        LinkItem::new("#map", "Plan d’atelier").icon(Icon::Map),
    ];
    let scale = vec![
        LinkItem::new("#day", "Jour"),
        LinkItem::new("#week", "Semaine").current(true),
        LinkItem::new("#month", "Mois"),
    ];
    let step =
        |label: &str, href: Option<&str>| Step { label: label.to_owned(), href: href.map(str::to_owned) };
    let options = [("up", "En service", true), ("degraded", "Dégradé", true), ("down", "En panne", false)]
        .map(|(value, label, checked)| FilterOption {
            value: value.to_owned(),
            label: label.to_owned(),
            count: Some("12".to_owned()),
            checked,
        });
    view! {
        <Part title="Navigation dans la page">
            <div class="grid gap-4">
                <Tabs label="Équipement PH-001" items=tabs />
                <Chips label="Filtres enregistrés" items=chips />
                <form method="get" class="flex flex-wrap items-center gap-2">
                    <FilterMenu
                        id="kit-filter"
                        label="État"
                        name="status"
                        options=options.to_vec()
                        apply="Appliquer"
                        clear=("#clear".to_owned(), "Effacer".to_owned())
                    />
                    <LinkSegments label="Affichage" items=modes icons_only=true />
                    <LinkSegments label="Échelle" items=scale />
                </form>
                <Steps
                    label="Import"
                    steps=vec![step("Fichier", Some("#file")), step("Colonnes", None), step("Contrôle", None), step("Résultat", None)]
                    current=1_usize
                />
                <Pager
                    label="Pages"
                    text="1 à 50 sur 128"
                    previous=None
                    next=Some("#next".to_owned())
                    previous_label="Page précédente"
                    next_label="Page suivante"
                />
            </div>
        </Part>
        <Part title="Arborescence">
            <Tree label="Emplacements" nodes=nodes() />
        </Part>
    }
    .into_any()
}

fn nodes() -> Vec<TreeNode> {
    let mut press = TreeNode::new("#ph", "Presse hydraulique 250 t");
    press.code = Some("PH-001".into());
    press.current = true;
    press.badge = Some((Tone::Danger, Icon::OctagonX, "En panne".into()));
    let mut line = TreeNode::new("#cv", "Convoyeur à bande L4");
    line.code = Some("CV-104".into());
    let mut hall = TreeNode::new("#hall", "Hall A, Emboutissage");
    hall.icon = Some(Icon::Warehouse);
    hall.note = Some("2".into());
    hall.open = true;
    hall.children = vec![press, line];
    let mut other = TreeNode::new("#b", "Hall B");
    other.icon = Some(Icon::Warehouse);
    other.children = vec![TreeNode::new("#x", "Pont roulant 10 t")];
    let mut site = TreeNode::new("#site", "Site Nord");
    site.icon = Some(Icon::Factory);
    site.note = Some("128".into());
    site.open = true;
    site.children = vec![hall, other];
    vec![site]
}
