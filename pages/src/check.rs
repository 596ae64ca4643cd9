//! The draft's own rule, asked when a field is left (`islands::enhance::check`): the same function that saving asks, so that both
//! say the same. Nothing is written, and nothing is read but the session.

use crate::{
    ApiError, backend,
    session::{Session, use_session},
    shared::{error_text, form::input_name, number::decimal_mark},
};
use domain::{
    FieldErrors,
    document::DocumentEdit,
    equipment::{EquipmentDraft, StateDraft},
    intervention::{
        FinishDraft, InterventionDraft, PartDraft, PauseDraft, PeriodDraft, ReportDraft, ReturnDraft,
    },
    notification::MessageDraft,
    record::{RecordNoun, record_noun},
    settings::{Registered, SettingsDraft},
    user::{NewUserDraft, PasswordDraft, ProfileDraft, UserDraft},
};
use leptos::prelude::*;
use serde::{Deserialize, de::DeserializeOwned};

/// What is wrong with a form's text; `None` if the text is none.
type Rule = fn(&Session, &str) -> Option<FieldErrors>;

/// The rule of each form that is no record's, by its action. Amounts are read in the plant's currency; saving knows that of the site.
const RULES: &[(&str, Rule)] = &[
    ("/rpc/equipment/save", |of, sent| {
        let mark = decimal_mark(of.locale);
        draft(sent, |d: EquipmentDraft| d.settled(mark).parse(&of.currency).map(drop))
    }),
    ("/rpc/equipment/state", |_, sent| draft(sent, |d: StateDraft| d.parse().map(drop))),
    ("/rpc/account/profile", |_, sent| draft(sent, |d: ProfileDraft| d.parse().map(drop))),
    ("/rpc/account/password", |of, sent| draft(sent, |d| own_password(of, d))),
    ("/rpc/user/create", |_, sent| draft(sent, |d: NewUserDraft| d.parse().map(drop))),
    ("/rpc/user/save", |_, sent| draft(sent, |d: UserDraft| d.parse().map(drop))),
    // A name without an extension keeps that of its file, which saving knows.
    ("/rpc/document/save", |_, sent| {
        draft(sent, |d: DocumentEdit| d.parse(&d.file_name).or_else(|_| d.parse("a.pdf")).map(drop))
    }),
    ("/rpc/notification/send", |_, sent| draft(sent, |d: MessageDraft| d.parse().map(drop))),
    ("/rpc/settings/save", |_, sent| settings(sent)),
    ("/repairs/report", |_, sent| draft(sent, |d: ReportDraft| d.parse().map(drop))),
    ("/rpc/work/save", |of, sent| draft(sent, |d: InterventionDraft| d.parse(&of.currency).map(drop))),
    ("/rpc/work/finish", |of, sent| draft(sent, |d: FinishDraft| d.parse(&of.currency).map(drop))),
    ("/rpc/work/add-part", |of, sent| draft(sent, |d: PartDraft| d.parse(&of.currency).map(drop))),
    ("/rpc/work/change-part", |of, sent| draft(sent, |d: PartDraft| d.parse(&of.currency).map(drop))),
    ("/rpc/work/log-time", |_, sent| draft(sent, |d: PeriodDraft| d.parse().map(drop))),
    ("/rpc/work/change-time", |_, sent| draft(sent, |d: PeriodDraft| d.parse().map(drop))),
    ("/rpc/work/pause", |_, sent| draft(sent, |d: PauseDraft| d.parse().map(drop))),
    ("/rpc/work/return", |_, sent| draft(sent, |d: ReturnDraft| d.parse().map(drop))),
];

/// Whether the form that is sent there has a rule: the value of its `data-check`.
pub fn has_rule(action: &str) -> bool {
    rule(action).is_some() || record(action).is_some()
}

fn rule(action: &str) -> Option<Rule> {
    RULES.iter().find(|(of, _)| *of == action).map(|(_, rule)| *rule)
}

/// The record that a form saves: `/rpc/production-line/save` is that of its noun.
fn record(action: &str) -> Option<&'static RecordNoun> {
    let noun = action.strip_prefix("/rpc/")?.strip_suffix("/save")?.replace('-', "_");
    record_noun(noun.parse().ok()?)
}

/// What is wrong with the form that is sent to that action; nothing where there is no rule.
fn wrong(session: &Session, action: &str, sent: &str) -> FieldErrors {
    let errors = match (rule(action), record(action)) {
        (Some(rule), _) => rule(session, sent),
        (None, Some(record)) => form(sent).and_then(record.errors),
        (None, None) => None,
    };
    errors.unwrap_or_default()
}

#[derive(Deserialize)]
struct Sent<D> {
    draft: D,
}

/// The errors of the draft in a form's text.
fn draft<D: DeserializeOwned>(
    sent: &str,
    rule: impl Fn(D) -> Result<(), FieldErrors>,
) -> Option<FieldErrors> {
    Some(rule(form(sent)?).err().unwrap_or_default())
}

/// The draft in a form's text.
fn form<D: DeserializeOwned>(sent: &str) -> Option<D> {
    serde_qs::Config::new(5, false).deserialize_str::<Sent<D>>(sent).ok().map(|sent| sent.draft)
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

/// What the session knows of the person's names; saving knows all of them.
fn own_password(of: &Session, sent: PasswordDraft) -> Result<(), FieldErrors> {
    let own = of.viewer.as_ref().map(|viewer| [viewer.name.as_str(), viewer.email.as_str()]);
    sent.parse(own.as_ref().map_or(&[], |own| own.as_slice())).map(drop)
}

/// What is wrong with one control of a form, as a sentence; nothing when nothing is, and where there is no rule. `of` is the form's
/// action, `name` the control's, `sent` the whole form as it would be sent, `ticked` whether the control is one of several boxes.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "check", output = crate::Json)]
pub async fn check_field(
    of: String,
    name: String,
    sent: String,
    #[server(default)] ticked: bool,
) -> Result<Option<String>, ApiError> {
    let session = use_session();
    backend::call(|_, _| async move {
        let errors = wrong(&session, &of, &sent);
        let found = errors.0.iter().find(|error| is_told_at(&input_name(&error.field), &name, ticked));
        Ok(found.map(|error| error_text::field(session.locale, &error.code)))
    })
    .await
}

/// Whether an error of the control `of` stands at the control `name`. What is wrong with a list is told where the rest of it is
/// typed.
fn is_told_at(of: &str, name: &str, ticked: bool) -> bool {
    let place = || name.strip_prefix(of)?.strip_prefix('[')?.strip_suffix(']');
    of == name || !ticked && place().is_some_and(|place| place.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(action: &str, sent: &str) -> Vec<String> {
        let session = Session { currency: "EUR".into(), ..Session::anonymous() };
        wrong(&session, action, sent).0.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn a_rule_says_what_saving_would() {
        assert_eq!(
            fields("/rpc/site/save", "draft[code]=&draft[name]=Nord"),
            ["code", "timezone", "currency"]
        );
        let long = format!("section=general&draft[version]=1&draft[plant_name]={}", "a".repeat(300));
        assert!(fields("/rpc/settings/save", &long).contains(&"plant_name".to_owned()));
    }

    #[test]
    fn what_is_no_form_has_no_error() {
        assert!(fields("/rpc/site/save", "").is_empty());
        assert!(fields("/rpc/settings/save", "section=none&draft[version]=1").is_empty());
        assert!(fields("/rpc/nothing", "draft[code]=").is_empty());
    }

    #[test]
    fn an_error_of_a_list_stands_at_what_is_typed_of_it() {
        assert!(is_told_at("draft[skills]", "draft[skills][3]", false));
        assert!(!is_told_at("draft[skills]", "draft[skills][3]", true));
        assert!(!is_told_at("draft[skills]", "draft[skills][3][until]", false));
        assert!(is_told_at("draft[code]", "draft[code]", true));
    }

    #[test]
    fn a_form_has_one_rule() {
        for (at, (action, _)) in RULES.iter().enumerate() {
            assert!(!RULES[..at].iter().any(|(other, _)| other == action), "{action}");
        }
    }
}
