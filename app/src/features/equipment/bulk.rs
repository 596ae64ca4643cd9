//! One change to several rows: the form around the table, its bar, and what it answers.

use super::api::{ChangeSeveral, DeleteView, Panel, SaveView};
use crate::{
    ApiError,
    session::may,
    shared::{error_text, labels, replay::Replay},
};
use domain::{
    EquipmentId, Error, FieldCode, Permission,
    equipment::{BulkChange, EquipmentQuery, EquipmentState},
};
use i18n::{Locale, campaign, common, equipment as text};
use leptos::{form::ActionForm, prelude::*, wasm_bindgen::JsCast, web_sys};
use ui::{Align, Banner, BulkBar, Button, Icon, Menu, MenuButton, MenuTitle, RowCheck, Tone};

const FORM: &str = "equipment-rows";

/// The form around the table; the bar appears in it as soon as a row is ticked.
pub(super) fn form(
    locale: Locale,
    query: &EquipmentQuery,
    panel: &Panel,
    several: ServerAction<ChangeSeveral>,
    table: AnyView,
) -> AnyView {
    let several_sites = panel.facets.sites.len() > 1;
    let states = EquipmentState::ALL.iter().map(|s| {
        let icon = labels::state_icon(*s);
        view! {
            <MenuButton label=labels::state(locale, *s) icon=icon name="change" value=BulkChange::State(*s).to_string() />
        }
    });
    let states = states.collect_view();
    let lines = panel.facets.sites.iter().map(|site| {
        let of = panel.facets.lines.iter().filter(|l| l.site_id == site.id).map(|l| {
            view! { <MenuButton label=l.name.clone() icon=Icon::Factory name="change" value=BulkChange::Line(Some(l.id)).to_string() /> }
        });
        let title = several_sites.then(|| view! { <MenuTitle text=site.name.clone() /> });
        view! {
            {title}
            {of.collect_view()}
        }
    });
    let lines = lines.collect_view();
    let back = query.href();
    let campaign = may(Permission::InterventionWrite).then(|| {
        view! { <Button label=campaign::bulk(locale) icon=Icon::Target name="change" value="campaign" /> }
    });
    view! {
        <ActionForm action=several attr:id=FORM attr:class="contents">
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
        </ActionForm>
    }
    .into_any()
}

/// The box that chooses a row.
pub(super) fn tick(locale: Locale, id: EquipmentId, code: &str) -> AnyView {
    view! { <RowCheck name="ids[]" value=id.to_string() label=text::select_one(locale, code) /> }.into_any()
}

/// Chooses nothing any more when what is shown has changed: a box must never stand for another row.
pub(super) fn untick_when<T: PartialEq + Send + Sync + 'static>(shown: impl Fn() -> T + 'static) {
    Effect::new(move |before: Option<T>| {
        let now = shown();
        if before.is_some_and(|before| before != now)
            && let Some(form) = document().get_element_by_id(FORM)
            && let Some(form) = form.dyn_ref::<web_sys::HtmlFormElement>()
        {
            form.reset();
            let init = web_sys::EventInit::new();
            init.set_bubbles(true);
            // The bar counts the ticked boxes when one changes.
            if let Ok(event) = web_sys::Event::new_with_event_init_dict("change", &init) {
                let _ = form.dispatch_event(&event);
            }
        }
        now
    });
}

/// Why one of the list's small forms was refused, in place or before WASM.
pub(super) fn refusal(
    locale: Locale,
    several: ServerAction<ChangeSeveral>,
    save: ServerAction<SaveView>,
    forget: ServerAction<DeleteView>,
    came_back: Option<Replay>,
) -> AnyView {
    let banner = move || {
        let failed = |answer: Option<Result<(), ApiError>>| answer.and_then(Result::err).map(|e| e.0);
        // The name of a filter has its error at its field, once the page is live.
        let saved = failed(save.value().get()).filter(|error| !matches!(error, Error::Invalid(_)));
        let now = failed(several.value().get()).or(saved).or_else(|| failed(forget.value().get()));
        let error = now.or_else(|| came_back.as_ref().map(|replay| replay.error.clone()))?;
        let sentence = sentence(locale, &error);
        Some(view! {
            <div class="px-5 py-3 max-phone:px-4" role="alert">
                <Banner tone=Tone::Danger round=true>
                    {sentence}
                </Banner>
            </div>
        })
    };
    view! { {banner} }.into_any()
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
