//! The dialogs that end a campaign.

use super::text::{field, stored};
use crate::{
    dialog::FormDialog,
    form::Form,
    shared::{
        form::{input_name, refused},
        replay::Replay,
    },
};
use domain::campaign::{CampaignStatus, CampaignView};
use i18n::{Locale, campaign as text, work};
use leptos::prelude::*;
use ui::Variant;

pub(super) const CLOSE: &str = "close-campaign";
pub(super) const CANCEL: &str = "cancel-campaign";
const TO_CLOSE: &str = "/rpc/campaign/close";
const TO_CANCEL: &str = "/rpc/campaign/cancel";

/// Why an end was refused whose dialog is not on the page any more.
pub fn refusal(locale: Locale, of: &CampaignView, replay: Option<&Replay>) -> AnyView {
    let gone = of.row.status != CampaignStatus::Open || !of.whole;
    let replay = replay.filter(|replay| gone && replay.path.starts_with("/rpc/campaign/"));
    replay.map(|replay| refused(locale, &replay.error, &|name: &str| field(locale, name))).into_any()
}

pub fn dialogs(locale: Locale, of: &CampaignView, replay: Option<&Replay>, open: Option<String>) -> AnyView {
    let left = of.row.progress.open + of.row.progress.late;
    let close = Form::new(locale, TO_CLOSE, replay).within(CLOSE).with_stored_text(stored);
    let note = (left > 0).then(|| view! { <p>{text::close_left(locale, left)}</p> });
    let fields = view! {
        <p>{text::close_what(locale)}</p>
        {note}
        {close.input("reason", text::remark(locale)).max(1000).area(2)}
    };
    let close = dialog(
        locale,
        of,
        (CLOSE, text::close_title(locale)),
        (&close, open.as_deref()),
        (text::close(locale), Variant::Primary),
        fields.into_any(),
    );
    let cancel = Form::new(locale, TO_CANCEL, replay).within(CANCEL).with_stored_text(stored);
    let answers = vec![
        ("false".to_owned(), text::keep_interventions(locale).to_owned()),
        ("true".to_owned(), text::call_off(locale, left)),
    ];
    let too = cancel.input("interventions", text::what_of_interventions(locale)).stored("false").required();
    let too = (left > 0).then(|| too.radio(answers));
    let fields = view! {
        {cancel.input("reason", text::reason(locale)).max(1000).required().area(3)}
        {too}
    };
    let cancel = dialog(
        locale,
        of,
        (CANCEL, text::cancel_title(locale)),
        (&cancel, open.as_deref()),
        (text::cancel(locale), Variant::Danger),
        fields.into_any(),
    );
    view! {
        {close}
        {cancel}
    }
    .into_any()
}

fn dialog(
    locale: Locale,
    of: &CampaignView,
    (id, title): (&'static str, &'static str),
    (form, open): (&Form, Option<&str>),
    send: (&'static str, Variant),
    fields: AnyView,
) -> AnyView {
    let hidden =
        vec![("id".to_owned(), of.row.id.to_string()), (input_name("version"), of.version.to_string())];
    let asked_for = open == Some(id);
    let (id, title, cancel) = (id.to_owned(), title.to_owned(), work::keep(locale));
    let around = FormDialog { id, title, asked_for, hidden, cancel, send, beside: None };
    around.draw(locale, form, |name| field(locale, name), fields)
}
