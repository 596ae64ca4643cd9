//! The draft's own rule, when a field is left: the same function that the server asks, so that both say the same.

use super::dom;
use crate::{
    controls::input_name,
    error_text,
    number::decimal_mark,
    session::{use_locale, use_viewer},
};
use domain::{
    FieldErrors,
    document::DocumentEdit,
    equipment::{EquipmentDraft, StateDraft},
    equipment_type::EquipmentTypeDraft,
    failure_code::FailureCodeDraft,
    intervention::{
        FinishDraft, InterventionDraft, PartDraft, PauseDraft, PeriodDraft, ReportDraft, ReturnDraft,
    },
    maintenance_type::MaintenanceTypeDraft,
    notification::MessageDraft,
    production_line::LineDraft,
    settings::{Registered, SettingsDraft},
    site::SiteDraft,
    user::{NewUserDraft, PasswordDraft, ProfileDraft, UserDraft},
};
use leptos::{
    prelude::{document, set_timeout},
    wasm_bindgen::JsCast,
    web_sys::{Element, FocusEvent, FormData, HtmlFormElement, UrlSearchParams},
};
use serde::{Deserialize, de::DeserializeOwned};
use std::time::Duration;
use ui::Icon;

type Rule = fn(&str) -> Option<FieldErrors>;

/// The rule of each form, by its action.
const RULES: &[(&str, Rule)] = &[
    ("/rpc/site/save", |sent| draft(sent, |d: SiteDraft| d.parse().map(drop))),
    ("/rpc/production-line/save", |sent| draft(sent, |d: LineDraft| d.parse().map(drop))),
    // The site decides the currency, and the server knows it: two decimals are right for nearly all of them.
    ("/rpc/equipment/save", |sent| {
        draft(sent, |d: EquipmentDraft| d.settled(decimal_mark(use_locale())).parse("EUR").map(drop))
    }),
    ("/rpc/equipment/state", |sent| draft(sent, |d: StateDraft| d.parse().map(drop))),
    ("/rpc/equipment-type/save", |sent| draft(sent, |d: EquipmentTypeDraft| d.parse().map(drop))),
    ("/rpc/maintenance-type/save", |sent| draft(sent, |d: MaintenanceTypeDraft| d.parse().map(drop))),
    ("/rpc/failure-code/save", |sent| draft(sent, |d: FailureCodeDraft| d.parse().map(drop))),
    ("/rpc/account/profile", |sent| draft(sent, |d: ProfileDraft| d.parse().map(drop))),
    ("/rpc/account/password", |sent| draft(sent, own_password)),
    ("/rpc/user/create", |sent| draft(sent, |d: NewUserDraft| d.parse().map(drop))),
    ("/rpc/user/save", |sent| draft(sent, |d: UserDraft| d.parse().map(drop))),
    // A name without an extension keeps that of its file, which the server knows.
    ("/rpc/document/save", |sent| {
        draft(sent, |d: DocumentEdit| d.parse(&d.file_name).or_else(|_| d.parse("a.pdf")).map(drop))
    }),
    ("/rpc/notification/send", |sent| draft(sent, |d: MessageDraft| d.parse().map(drop))),
    ("/rpc/settings/save", settings),
    ("/repairs/report", |sent| draft(sent, |d: ReportDraft| d.parse().map(drop))),
    // Amounts are looked at as euros here; the server knows the currency and has the last word.
    ("/rpc/work/save", |sent| draft(sent, |d: InterventionDraft| d.parse("EUR").map(drop))),
    ("/rpc/work/finish", |sent| draft(sent, |d: FinishDraft| d.parse("EUR").map(drop))),
    ("/rpc/work/add-part", |sent| draft(sent, |d: PartDraft| d.parse("EUR").map(drop))),
    ("/rpc/work/change-part", |sent| draft(sent, |d: PartDraft| d.parse("EUR").map(drop))),
    ("/rpc/work/log-time", |sent| draft(sent, |d: PeriodDraft| d.parse().map(drop))),
    ("/rpc/work/change-time", |sent| draft(sent, |d: PeriodDraft| d.parse().map(drop))),
    ("/rpc/work/pause", |sent| draft(sent, |d: PauseDraft| d.parse().map(drop))),
    ("/rpc/work/return", |sent| draft(sent, |d: ReturnDraft| d.parse().map(drop))),
];

#[derive(Deserialize)]
struct Sent<D> {
    draft: D,
}

/// The errors of the draft in a form's text; `None` if the text is none.
fn draft<D: DeserializeOwned>(
    sent: &str,
    rule: impl Fn(D) -> Result<(), FieldErrors>,
) -> Option<FieldErrors> {
    let sent: Sent<D> = serde_qs::Config::new(5, false).deserialize_str(sent).ok()?;
    Some(rule(sent.draft).err().unwrap_or_default())
}

/// The same of a section of the settings, which the form names.
fn settings(sent: &str) -> Option<FieldErrors> {
    #[derive(Deserialize)]
    struct Named {
        section: String,
        draft: SettingsDraft,
    }
    let Named { section, draft } = serde_qs::Config::new(5, false).deserialize_str(sent).ok()?;
    Some(draft.parse(Registered::of(&section)?).err().unwrap_or_default())
}

/// What this page knows of the person's names; the server knows all of them.
fn own_password(sent: PasswordDraft) -> Result<(), FieldErrors> {
    let own = use_viewer().map(|viewer| [viewer.name, viewer.email]).unwrap_or_default();
    sent.parse(&own.each_ref().map(String::as_str)).map(drop)
}

pub fn watch() {
    dom::on("focusout", false, |event: FocusEvent| {
        // On the way to a button nothing may move under the pointer, or the click is lost; the answer to the button
        // will say the same.
        let to = event.related_target().and_then(|to| to.dyn_into::<Element>().ok());
        if to.is_some_and(|to| to.matches("button, a").unwrap_or(false)) {
            return;
        }
        let Some(field) = dom::target(&event).filter(|field| field.has_attribute("name")) else { return };
        let form =
            field.closest("form").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
        let Some(form) = form else { return };
        let action = form.get_attribute("action").unwrap_or_default();
        let Some(&(_, rule)) = RULES.iter().find(|(of, _)| *of == action) else { return };
        set_timeout(
            move || {
                // A page that goes away takes the focus with it: that is not leaving a field.
                if form.is_connected() {
                    show(&form, &field, rule);
                }
            },
            Duration::ZERO,
        );
    });
}

fn show(form: &HtmlFormElement, field: &Element, rule: Rule) {
    let Ok(data) = FormData::new_with_form(form) else { return };
    let Ok(query) = UrlSearchParams::new_with_str_sequence_sequence(&data) else { return };
    let Some(errors) = rule(&query.to_string().as_string().unwrap_or_default()) else { return };
    let name = field.get_attribute("name").unwrap_or_default();
    let typed = !field.matches("[type=checkbox], [type=radio]").unwrap_or(false);
    // What is wrong with a list is told where the rest of it is typed.
    let of_list = |of: &str| {
        let at = name.strip_prefix(of).and_then(|at| at.strip_prefix('[')?.strip_suffix(']'));
        typed && at.is_some_and(|at| at.bytes().all(|b| b.is_ascii_digit()))
    };
    let found = errors.0.iter().find(|error| {
        let of = input_name(&error.field);
        of == name || of_list(&of)
    });
    put(field, found.map(|error| error_text::field(use_locale(), &error.code)));
}

/// On a control whose error was told here.
const TOLD: &str = "data-told";

/// Writes what is wrong with a form under its controls, and takes away what was written there before and no longer holds. What the
/// server has drawn stays.
pub fn tell(form: &HtmlFormElement, errors: &FieldErrors) {
    for control in dom::all(form, "[name][id]") {
        let name = control.get_attribute("name").unwrap_or_default();
        match errors.0.iter().find(|error| input_name(&error.field) == name) {
            Some(error) => {
                put(&control, Some(error_text::field(use_locale(), &error.code)));
                let _ = control.set_attribute(TOLD, "");
            }
            None if control.has_attribute(TOLD) => {
                put(&control, None);
                let _ = control.remove_attribute(TOLD);
            }
            None => {}
        }
    }
}

/// Writes the error under its control as the server would draw it, or takes it away.
fn put(control: &Element, text: Option<String>) {
    let own = control.get_attribute("id").unwrap_or_default();
    let (id, hint) = (format!("{own}-error"), format!("{own}-hint"));
    if let Some(before) = document().get_element_by_id(&id) {
        before.remove();
    }
    let hint = document().get_element_by_id(&hint).map(|_| hint);
    let described =
        [hint, text.as_ref().map(|_| id.clone())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let _ = match described.is_empty() {
        true => control.remove_attribute("aria-describedby"),
        false => control.set_attribute("aria-describedby", &described),
    };
    let _ = match text {
        Some(_) => control.set_attribute("aria-invalid", "true"),
        None => control.remove_attribute("aria-invalid"),
    };
    let (Some(text), Ok(Some(around))) = (text, control.closest(".field")) else { return };
    let (Ok(line), Ok(words)) = (document().create_element("p"), document().create_element("span")) else {
        return;
    };
    line.set_class_name("error");
    line.set_id(&id);
    line.set_inner_html(&format!(
        r#"<svg class="icon icon-sm" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"></path></svg>"#,
        Icon::CircleAlert.path()
    ));
    words.set_text_content(Some(&text));
    let _ = line.append_child(&words);
    let after = around.query_selector(".hint").ok().flatten();
    let _ = around.insert_before(&line, after.as_deref());
}
