//! What a mail to administrators says.

use crate::{audit::Defect, local_time, mail::Letter};
use domain::{
    Timestamp,
    alert::AlertKind,
    audit::AuditQuery,
    job::{JobQuery, JobState},
    mail::{MailQuery, MailState},
    user::{Language, UserQuery},
};
use i18n::{alert as text, format, job as job_text};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// What there is to tell.
#[derive(Clone, Debug)]
pub(crate) struct AlertContent {
    pub kind: AlertKind,
    pub count: i64,
    pub since: Timestamp,
    /// The id of what it is about, when that is one thing.
    pub target: Option<i64>,
    /// What is named; what stands there is said by the kind.
    pub details: Vec<String>,
}

/// Documents that a look found missing or changed.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Damaged {
    pub count: i64,
    /// File names of some.
    pub named: Vec<String>,
}

/// Where the audit trail is not what was written.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Broken {
    /// The site of the chain; none for what belongs to no site.
    pub site: Option<String>,
    pub entry: Option<i64>,
    /// The key of its words.
    pub defect: String,
}

/// The key of a defect's words.
pub(crate) const fn key_of(defect: Defect) -> &'static str {
    match defect {
        Defect::Changed => "defect_changed",
        Defect::Unreadable => "defect_unreadable",
        Defect::OutOfOrder => "defect_out_of_order",
        Defect::WrongEnd => "defect_wrong_end",
        Defect::Stray => "defect_stray",
        Defect::ChainGone => "defect_chain_gone",
        Defect::HeadChanged => "defect_head_changed",
    }
}

/// The letter to one person.
pub(crate) fn letter(
    told: &AlertContent,
    name: String,
    language: Language,
    zone: &TimeZone,
    public_url: &str,
) -> Letter {
    let (title, what, page) = said(told, language);
    let since = format::date_time(language, local_time::local(told.since, zone));
    let link = format!("{public_url}{page}");
    match told.kind.is_information() {
        true => Letter::Information { name, title, what, since, link },
        false => Letter::Alert { name, title, what, since, link },
    }
}

/// Title, sentences, and the page that shows it.
fn said(told: &AlertContent, language: Language) -> (String, String, String) {
    let AlertContent { count, details, .. } = told;
    match told.kind {
        AlertKind::RequestWaiting => {
            let page =
                told.target.map_or(UserQuery::PATH.to_owned(), |id| format!("/admin/users/requests/{id}"));
            let what = text::request_waiting_what(language, *count, named(details, *count));
            (text::request_waiting(language, *count), what, page)
        }
        AlertKind::RequestReminder => {
            let hours = details.first().and_then(|hours| hours.parse().ok()).unwrap_or_default();
            let what = text::request_reminder_what(language, hours);
            (text::request_reminder(language, *count), what, UserQuery::PATH.to_owned())
        }
        AlertKind::JobGivenUp => {
            let kinds: Vec<&str> = details
                .iter()
                .map(|kind| job_text::find(language, &format!("kind_{kind}")).unwrap_or(kind))
                .collect();
            let page = JobQuery { state: vec![JobState::Failed], ..Default::default() }.href();
            (text::job_given_up(language, *count), text::job_given_up_what(language, kinds.join(", ")), page)
        }
        AlertKind::MailGivenUp => {
            let answer = details.first().map_or("", String::as_str);
            let answer = job_text::find(language, &format!("trouble_{answer}")).unwrap_or(answer);
            let page = MailQuery { state: vec![MailState::Failed], ..Default::default() }.href();
            (text::mail_given_up(language, *count), text::mail_given_up_what(language, answer), page)
        }
        AlertKind::StorageDamaged => {
            let found: Damaged = read(details).unwrap_or_default();
            let what = text::storage_damaged_what(language, named(&found.named, found.count));
            (text::storage_damaged(language, found.count), what, "/admin/settings/storage".to_owned())
        }
        AlertKind::TrailBroken => {
            let what = read(details).map(|found| broken(&found, language)).unwrap_or_default();
            (text::trail_broken(language).to_owned(), what, AuditQuery::PATH.to_owned())
        }
        AlertKind::DiskLow => {
            let bytes = |n: usize| details.get(n).and_then(|text| text.parse().ok()).unwrap_or_default();
            let what = text::disk_low_what(
                language,
                format::bytes(language, bytes(0)),
                format::bytes(language, bytes(1)),
            );
            (text::disk_low(language).to_owned(), what, "/admin/settings/alerts".to_owned())
        }
    }
}

fn broken(found: &Broken, language: Language) -> String {
    let chain = match &found.site {
        Some(site) => text::chain_of_site(language, site),
        None => text::chain_of_no_site(language).to_owned(),
    };
    let entry = match found.entry {
        Some(entry) => text::entry(language, entry),
        None => text::no_entry(language).to_owned(),
    };
    let defect = text::find(language, &found.defect).unwrap_or_default();
    text::trail_broken_what(language, chain, defect, entry)
}

fn read<T: for<'de> Deserialize<'de>>(details: &[String]) -> Option<T> {
    details.first().and_then(|json| serde_json::from_str(json).ok())
}

/// Some of so many, by name.
fn named(names: &[String], count: i64) -> String {
    let all = names.join(", ");
    if i64::try_from(names.len()).is_ok_and(|named| named < count) { format!("{all}…") } else { all }
}

/// What the page of templates shows.
pub(crate) fn example(kind: AlertKind) -> AlertContent {
    let since: Timestamp = Timestamp::from_millis(1_795_158_720_000);
    match kind {
        AlertKind::RequestWaiting => AlertContent {
            kind,
            count: 1,
            since,
            target: Some(12),
            details: vec!["Paul Martin (paul.martin@usine.example)".to_owned()],
        },
        _ => AlertContent {
            kind: AlertKind::JobGivenUp,
            count: 2,
            since,
            target: None,
            details: vec!["clean_up".to_owned()],
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        audit::{Defect, json},
        mail::render,
    };
    use domain::mail::MailTemplate;

    fn details(kind: AlertKind) -> Vec<String> {
        match kind {
            AlertKind::RequestReminder => vec!["24".into()],
            AlertKind::JobGivenUp => vec!["clean_up".into(), "verify_trail".into()],
            AlertKind::MailGivenUp => vec!["no_answer".into()],
            AlertKind::StorageDamaged => vec![json(&Damaged { count: 3, named: vec!["plan.pdf".into()] })],
            AlertKind::TrailBroken => vec![json(&Broken {
                site: Some("Usine Nord".into()),
                entry: Some(42),
                defect: key_of(Defect::Changed).into(),
            })],
            AlertKind::DiskLow => vec!["500000000".into(), "1000000000".into()],
            AlertKind::RequestWaiting => vec!["Léa <b> (lea@usine.example)".into()],
        }
    }

    #[test]
    fn each_says_what_since_when_and_where_in_both_languages() {
        for language in Language::ALL {
            for kind in AlertKind::ALL {
                let told = AlertContent {
                    kind: *kind,
                    count: 3,
                    since: Timestamp::from_millis(1_795_158_720_000),
                    target: None,
                    details: details(*kind),
                };
                let letter = letter(&told, "Ada".into(), *language, &TimeZone::UTC, "https://v.test");
                let template =
                    if kind.is_information() { MailTemplate::Information } else { MailTemplate::Alert };
                assert_eq!(letter.template(), template);
                let mail = render(None, template, *language, &letter).expect("complete");
                assert!(mail.subject.contains("Vigie") && !mail.subject.contains("Léa"), "{}", mail.subject);
                for part in [&mail.text, &mail.html.replace("&#x2f;", "/")] {
                    assert!(part.contains("2026") && part.contains("https://v.test/admin/"), "{part}");
                    assert!(!part.contains("{}") && !part.contains("verify_trail"), "{part}");
                }
                assert!(!mail.html.contains("<b>"), "escaped");
            }
        }
    }

    #[test]
    fn every_defect_has_its_words() {
        let all = [
            Defect::Changed,
            Defect::Unreadable,
            Defect::OutOfOrder,
            Defect::WrongEnd,
            Defect::Stray,
            Defect::ChainGone,
            Defect::HeadChanged,
        ];
        for defect in all {
            assert!(text::find(Language::Fr, key_of(defect)).is_some(), "{defect:?}");
        }
        let found = Broken { site: None, entry: None, defect: key_of(Defect::Stray).into() };
        assert!(broken(&found, Language::En).contains("no site"));
    }

    #[test]
    fn more_than_are_named_is_said() {
        let names = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!((named(&names, 2), named(&names, 7)), ("a, b".to_owned(), "a, b…".to_owned()));
    }
}
