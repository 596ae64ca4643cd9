//! What administrators are told of by mail, and who else is.

use super::{Field, Kind, Section};
use crate::{FieldCode, alert::AlertKind, draft::Checker, user::is_email};
use serde::{Deserialize, Serialize};

/// Which mails go out, and to whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Alerts {
    /// To every active administrator.
    pub to_admins: bool,
    /// One address more; empty for none.
    pub extra_email: String,
    pub requests: bool,
    pub reminder: bool,
    /// Hours after which a request that waits is told of again, and between two such mails.
    pub reminder_hours: i64,
    pub jobs: bool,
    pub mails: bool,
    pub storage: bool,
    pub trail: bool,
    pub disk: bool,
    /// Free megabytes of the data folder's disk below which it is told.
    pub disk_mb: i64,
}

impl Default for Alerts {
    fn default() -> Self {
        Self {
            to_admins: true,
            extra_email: String::new(),
            requests: true,
            reminder: true,
            reminder_hours: 24,
            jobs: true,
            mails: true,
            storage: true,
            trail: true,
            disk: true,
            disk_mb: 1_000,
        }
    }
}

impl Section for Alerts {
    const KEY: &'static str = "alerts";
    const FIELDS: &'static [Field] = &[
        Field::new("to_admins", Kind::Flag),
        Field::new("extra_email", Kind::Text { max: 254 }),
        Field::new("requests", Kind::Flag),
        Field::new("reminder", Kind::Flag),
        Field::new("reminder_hours", Kind::Whole { min: 1, max: 168 }),
        Field::new("jobs", Kind::Flag),
        Field::new("mails", Kind::Flag),
        Field::new("storage", Kind::Flag),
        Field::new("trail", Kind::Flag),
        Field::new("disk", Kind::Flag),
        Field::new("disk_mb", Kind::Whole { min: 10, max: 1_000_000 }),
    ];

    fn check(&self, c: &mut Checker) {
        if !self.extra_email.is_empty() && !is_email(&self.extra_email) {
            c.fail("extra_email", FieldCode::NotAnEmail);
        }
        let any = AlertKind::ALL.iter().any(|kind| self.wants(*kind));
        if any && !self.to_admins && self.extra_email.is_empty() {
            c.fail("extra_email", FieldCode::Required);
        }
    }
}

impl Alerts {
    /// Whether mails of that kind go out.
    pub const fn wants(&self, kind: AlertKind) -> bool {
        match kind {
            AlertKind::RequestWaiting => self.requests,
            AlertKind::RequestReminder => self.reminder,
            AlertKind::JobGivenUp => self.jobs,
            AlertKind::MailGivenUp => self.mails,
            AlertKind::StorageDamaged => self.storage,
            AlertKind::TrailBroken => self.trail,
            AlertKind::DiskLow => self.disk,
        }
    }

    /// Seconds between two reminders.
    pub const fn reminder_seconds(&self) -> i64 {
        self.reminder_hours * 3_600
    }

    /// Free bytes below which it is told.
    pub const fn disk_bytes(&self) -> u64 {
        self.disk_mb.unsigned_abs().saturating_mul(1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Registered, SectionView, SettingsDraft};

    fn draft(changes: &[(&str, &str)]) -> (&'static Registered, SettingsDraft) {
        let section = Registered::of(Alerts::KEY).expect("a section");
        let mut draft = SettingsDraft::from(&SectionView::new(section, None, 0));
        for (name, value) in changes {
            draft.values.insert((*name).into(), (*value).into());
        }
        (section, draft)
    }

    #[test]
    fn somebody_gets_what_goes_out() {
        let (section, nobody) = draft(&[("to_admins", "false")]);
        let errors = nobody.parse(section).expect_err("to nobody");
        assert_eq!(errors.of("extra_email").map(|e| &e.code), Some(&FieldCode::Required));
        let (section, wrong) = draft(&[("extra_email", "astreinte")]);
        let errors = wrong.parse(section).expect_err("no address");
        assert_eq!(errors.of("extra_email").map(|e| &e.code), Some(&FieldCode::NotAnEmail));
        let (section, other) = draft(&[("to_admins", "false"), ("extra_email", "astreinte@usine.example")]);
        assert!(other.parse(section).is_ok());
        let off = ["requests", "reminder", "jobs", "mails", "storage", "trail", "disk", "to_admins"];
        let (section, silent) = draft(&off.map(|name| (name, "false")));
        assert!(silent.parse(section).is_ok(), "nothing goes out, to nobody");
    }

    #[test]
    fn each_kind_has_its_switch() {
        let all = Alerts::default();
        assert!(AlertKind::ALL.iter().all(|kind| all.wants(*kind)));
        let only = Alerts { trail: false, disk_mb: 2, ..all };
        let silent: Vec<_> = AlertKind::ALL.iter().filter(|kind| !only.wants(**kind)).collect();
        assert_eq!(silent, [&AlertKind::TrailBroken]);
        assert_eq!(only.disk_bytes(), 2_000_000);
    }
}
