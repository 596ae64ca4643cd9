//! Tables, lists, figures, bars and events.

use leptos::prelude::*;

use super::Part;
use crate::{
    Align, Badge, BulkBar, Button, Card, CheckAll, Count, Dl, DlItem, Hue, HueIcon, Icon, IconLink, Kpi,
    Kpis, LetterBadge, Menu, MenuLink, Meter, MeterBlock, Pager, Progress, RowCheck, RowLink, Rows,
    SortHeader, Sorted, Sparkline, Table, Timeline, TimelineItem, Tone, Trend, Weight,
};

struct Line {
    code: &'static str,
    name: &'static str,
    state: (Tone, Icon, &'static str),
    rank: (&'static str, Weight),
    percent: f64,
    hours: u32,
}

const LINES: [Line; 4] = [
    Line {
        code: "PH-001",
        name: "Presse hydraulique 250 t",
        state: (Tone::Danger, Icon::OctagonX, "En panne"),
        rank: ("A", Weight::Strong),
        percent: 42.0,
        hours: 212,
    },
    Line {
        code: "FR-301",
        name: "Four de trempe",
        state: (Tone::Ok, Icon::CircleCheck, "En service"),
        rank: ("A", Weight::Strong),
        percent: 84.0,
        hours: 402,
    },
    Line {
        code: "CP-010",
        name: "Compresseur à vis 75 kW",
        state: (Tone::Warn, Icon::TriangleAlert, "Dégradé"),
        rank: ("B", Weight::Medium),
        percent: 73.0,
        hours: 275,
    },
    Line {
        code: "GE-601",
        name: "Groupe électrogène 200 kVA",
        state: (Tone::Mute, Icon::CirclePause, "À l’arrêt"),
        rank: ("C", Weight::Light),
        percent: 96.0,
        hours: 1240,
    },
];

#[component]
pub(super) fn Data() -> AnyView {
    let head = view! {
        <CheckAll label="Tout choisir" />
        <SortHeader label="Équipement" href="#sort-code" sorted=Sorted::Ascending />
        <SortHeader label="État" href="#sort-state" />
        <th scope="col">"Criticité"</th>
        <th scope="col" class="max-xl:hidden">
            "Disponibilité, 30 j"
        </th>
        <SortHeader label="MTBF, h" href="#sort-mtbf" sorted=Sorted::Descending numeric=true />
        <th scope="col">
            <span class="sr-only">"Actions"</span>
        </th>
    }
    .into_any();
    let rows = LINES.map(|line| {
        let Line { code, name, state: (tone, icon, state), rank: (letter, weight), percent, hours } = line;
        let bar = match tone {
            Tone::Danger => Tone::Danger,
            Tone::Warn => Tone::Warn,
            _ => Tone::Info,
        };
        view! {
            <tr>
                <RowCheck name="id" value=code label=format!("Choisir {code}") />
                <td>
                    <a class="row-link" href="#row">
                        <span class="code">{code}</span>
                    </a>
                    <span class="ml-3 text-ink-2">{name}</span>
                </td>
                <td data-label="État">
                    <Badge tone=tone icon=icon label=state />
                </td>
                <td data-label="Criticité">
                    <LetterBadge letter=letter label=format!("Criticité {letter}") weight=weight />
                </td>
                <td data-label="Disponibilité" class="max-xl:hidden">
                    <span class="block w-36">
                        <Meter percent=percent text=format!("{percent} %") tone=bar mark=60.0 />
                    </span>
                </td>
                <td data-label="MTBF, h" class="num">
                    {hours}
                </td>
                <td class="cell-actions">
                    <IconLink icon=Icon::Eye href="#see" label=format!("Voir {code}") />
                    <Menu
                        id=format!("kit-row-{code}")
                        label=format!("Actions sur {code}")
                        icon=Icon::EllipsisVertical
                        icon_only=true
                        variant=crate::Variant::Ghost
                        align=Align::End
                    >
                        <MenuLink href="#edit" label="Modifier" icon=Icon::Pencil />
                        <MenuLink href="#archive" label="Archiver" icon=Icon::Archive />
                    </Menu>
                </td>
            </tr>
        }
    });
    view! {
        <Card title="Tableau" mark=view! { <Count text="128" /> }.into_any() flush=true>
            <form method="get">
                <Table caption="Équipements" head=head stacked=true>
                    {rows}
                </Table>
                <Pager
                    label="Pages du tableau"
                    text="51 à 100 sur 128"
                    previous=Some("#prev".to_owned())
                    next=Some("#next".to_owned())
                    previous_label="Page précédente"
                    next_label="Page suivante"
                />
                <BulkBar
                    label="Actions groupées"
                    text=|n: u32| format!("{n} équipements choisis")
                    clear_label="Tout désélectionner"
                >
                    <Button label="Planifier" icon=Icon::CalendarPlus kind="button" />
                    <Button label="Exporter" icon=Icon::Download kind="button" />
                </BulkBar>
            </form>
        </Card>
    }
    .into_any()
}

#[component]
pub(super) fn Figures() -> AnyView {
    let trend =
        |text: &str, up, good| Trend { text: text.into(), note: "sur un an".into(), up, good: Some(good) };
    let drill = |words: &str| ("#drill".to_owned(), words.to_owned());
    view! {
        <Kpis>
            <Kpi
                label="MTBF"
                value=Some("312".to_owned())
                unit="h"
                trend=trend("+8 %", true, true)
                drill=drill("Voir les 7 défaillances")
                chart=view! { <Sparkline values=vec![1.0, 2.0, 1.6, 3.0, 2.9, 4.0] /> }.into_any()
            />
            <Kpi
                label="MTTR"
                value=Some("3,1".to_owned())
                unit="h"
                trend=trend("+0,4 h", true, false)
                drill=drill("Voir les 9 réparations")
                chart=view! { <Sparkline values=vec![4.0, 3.5, 3.8, 2.0, 1.5] bad=true /> }.into_any()
            />
            <Kpi label="Disponibilité" value=None none="n.d." reason="Aucun relevé sur la période" />
            <Kpi label="En retard" value=Some("11".to_owned()) drill=drill("Voir les retards") />
        </Kpis>
        <div class="page-split">
            <Card title="Derniers événements" end=view! { <a class="link" href="#all">"Historique complet"</a> }.into_any()>
                <Timeline>
                    <TimelineItem
                        icon=Icon::OctagonX
                        tone=Tone::Danger
                        title="Panne déclarée, fuite bloc distributeur"
                        text="Atelier, poste 2, urgence P1"
                        time="auj. 8:12"
                        mark=view! { <Badge label="En cours" /> }.into_any()
                    />
                    <TimelineItem
                        icon=Icon::CircleCheck
                        tone=Tone::Ok
                        title="BT-2041 terminé, joint de vérin remplacé"
                        href="#bt"
                        text="Karim Benali, 2 h 35"
                        time="lun. 16 nov."
                    />
                    <TimelineItem icon=Icon::Gauge tone=Tone::Info title="Relevé compteur 18 402 h" time="9 nov." />
                </Timeline>
            </Card>
            <div class="stack">
                <Card title="Compteurs">
                    <div class="grid gap-4">
                        <MeterBlock label="Heures de marche" text="18 454 h" percent=91.0 note="Visite à 18 500 h" />
                        <MeterBlock label="Cycles" text="2,41 M" percent=96.0 tone=Tone::Warn mark=90.0 />
                        <Progress label="Import" text="340 sur 1 000" value=Some(34) />
                        <Progress label="Analyse" text="en cours" />
                    </div>
                </Card>
                <Card title="Prochaines maintenances" flush=true>
                    <Rows>
                        <RowLink
                            href="#p1"
                            title="Contrôle pression"
                            text="jeu. 19 nov., 8:00 · Karim Benali"
                            start=view! { <HueIcon hue=Hue::Blue icon=Icon::CalendarCheck /> }.into_any()
                        />
                        <RowLink
                            href="#p2"
                            title="Vérification annuelle"
                            text="14 déc. · organisme à confirmer"
                            start=view! { <HueIcon hue=Hue::Violet icon=Icon::Scale /> }.into_any()
                        />
                    </Rows>
                </Card>
                <Part title="Fiche">
                    <Dl>
                        <DlItem label="Emplacement" value="Site Nord, Hall A" />
                        <DlItem label="N° de série" value="250-0417" />
                        <DlItem label="Fournisseur" value="" />
                    </Dl>
                </Part>
            </div>
        </div>
    }
    .into_any()
}
