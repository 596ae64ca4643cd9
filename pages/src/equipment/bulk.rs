//! One change to several rows: the form around the table, its bar, and what it answers.

use super::{
    api::{BULK, DELETE_VIEW, SAVE_VIEW},
    list::Shown,
};
use crate::{
    session::may,
    shared::{error_text, labels, replay::Replay},
};
use domain::{
    EquipmentId, Error, FieldCode, Permission,
    equipment::{BulkChange, EquipmentState},
};
use i18n::{Locale, campaign, common, equipment as text};
use leptos::prelude::*;
use ui::{Align, Banner, BulkBar, Button, Icon, Menu, MenuButton, MenuTitle, RowCheck, Tone};

/// The form around the table; the bar appears in it as soon as a row is ticked.
pub(super) fn form(shown: &Shown, table: AnyView) -> AnyView {
    let (locale, facets) = (shown.locale, &shown.facets);
    let several_sites = facets.sites.len() > 1;
    let states = EquipmentState::ALL.iter().map(|s| {
        let icon = labels::state_icon(*s);
        view! {
            <MenuButton label=labels::state(locale, *s) icon=icon name="change" value=BulkChange::State(*s).to_string() />
        }
    });
    let states = states.collect_view();
    let lines = facets.sites.iter().map(|site| {
        let of = facets.lines.iter().filter(|l| l.site_id == site.id).map(|l| {
            view! { <MenuButton label=l.name.clone() icon=Icon::Factory name="change" value=BulkChange::Line(Some(l.id)).to_string() /> }
        });
        let title = several_sites.then(|| view! { <MenuTitle text=site.name.clone() /> });
        view! {
            {title}
            {of.collect_view()}
        }
    });
    let lines = lines.collect_view();
    let back = shown.query.href();
    let campaign = may(Permission::InterventionWrite).then(|| {
        view! { <Button label=campaign::bulk(locale) icon=Icon::Target name="change" value="campaign" /> }
    });
    view! {
        <form id="equipment-rows" method="post" action=BULK class="contents">
            <input type="hidden" name="back" value=back />
            {table}
            <BulkBar
                label=text::bulk(locale)
                text=move |count: u32| text::chosen(locale, i64::from(count))
                clear_label=common::unselect(locale)
            >
                <Menu id="bulk-state" label=text::bulk_state(locale) icon=Icon::Activity align=Align::Up>
                    {states}
                </Menu>
                <Menu id="bulk-line" label=text::bulk_line(locale) icon=Icon::Factory align=Align::Up>
                    {lines}
                    <MenuButton label=text::no_line(locale) icon=Icon::X name="change" value=BulkChange::Line(None).to_string() />
                </Menu>
                <Button label=text::labels(locale) icon=Icon::QrCode name="change" value="labels" />
                {campaign}
            </BulkBar>
        </form>
    }
    .into_any()
}

/// The box that chooses a row.
pub(super) fn tick(locale: Locale, id: EquipmentId, code: &str) -> AnyView {
    view! { <RowCheck name="ids[]" value=id.to_string() label=text::select_one(locale, code) /> }.into_any()
}

/// Why one of the list's small forms was refused.
pub(super) fn refusal(locale: Locale, replay: Option<&Replay>) -> Option<AnyView> {
    let replay = replay.filter(|replay| [BULK, SAVE_VIEW, DELETE_VIEW].contains(&replay.path.as_str()))?;
    let sentence = sentence(locale, &replay.error);
    let line = view! {
        <div class="refused px-5 py-3 max-phone:px-4" tabindex="-1">
            <Banner tone=Tone::Danger round=true>
                {sentence}
            </Banner>
        </div>
    };
    Some(line.into_any())
}

fn sentence(locale: Locale, error: &Error) -> String {
    let Error::Invalid(errors) = error else { return error_text::error(locale, error) };
    match errors.0.first() {
        Some(e) if e.field == "line_id" && e.code == FieldCode::OtherSite => {
            text::bulk_other_site(locale).into()
        }
        Some(e) if e.field == "name" => {
            text::filters_refused(locale, text::filter_name(locale), error_text::field(locale, &e.code))
        }
        _ => error_text::error(locale, error),
    }
}
