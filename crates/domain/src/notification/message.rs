//! A message that somebody writes to others: each finds it among their notifications.

use super::NotificationType;
use crate::{
    EquipmentId, FieldCode, FieldErrors, InterventionId, NotificationId, Noun, Role, Timestamp, UserId,
    draft::{Checker, loose},
    record::{Field, Kind},
    user::UserRef,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// People whom one message can be written to.
pub const MOST_ADDRESSEES: u32 = 200;

const TITLE: Field = Field::line("title", 120).required();
const MESSAGE: Field = Field::text("message", 2_000).required();
const TYPE: Field = Field::new("type", Kind::Choice(&["info", "warning", "error", "success"]));
/// The number of an intervention or the code of a machine, typed; where several sites have it, followed by the site's code.
const SUBJECT: Field = Field::line("about", 60);

/// A message as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MessageDraft {
    /// To whom: 200 people at most.
    pub user_ids: Vec<UserId>,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(max_length = 120))]
    pub title: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub message: String,
    /// How it is meant; `info` unless said.
    #[serde(rename = "type", deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<NotificationType>))]
    pub meant: String,
    /// What it is about, if anything: an intervention.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<InterventionId>))]
    pub intervention_id: String,
    /// Or an equipment.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<EquipmentId>))]
    pub equipment_id: String,
    /// Or either, by its code; where several sites have it, with the code of the site behind it.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub about: String,
}

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    Intervention(InterventionId),
    Equipment(EquipmentId),
    Code(String),
}

/// A checked message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// One at least, each once.
    pub to: BTreeSet<UserId>,
    pub title: String,
    pub text: String,
    pub meant: NotificationType,
    pub about: Option<Subject>,
}

impl MessageDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<Message, FieldErrors> {
        let mut c = Checker::default();
        let to: BTreeSet<UserId> = self.user_ids.iter().copied().collect();
        if to.is_empty() {
            c.fail("user_ids", FieldCode::ChooseOne);
        }
        if to.len() > MOST_ADDRESSEES as usize {
            c.fail("user_ids", FieldCode::TooMany { max: MOST_ADDRESSEES });
        }
        let title = c.filled(&TITLE, &self.title);
        let text = c.filled(&MESSAGE, &self.message);
        let meant = c.given(&TYPE, &self.meant).and_then(|meant| meant.parse().ok());
        let intervention = c.optional("intervention_id", &self.intervention_id, FieldCode::NotFound);
        let equipment = c.optional("equipment_id", &self.equipment_id, FieldCode::NotFound);
        let about = [
            ("intervention_id", intervention.map(Subject::Intervention)),
            ("equipment_id", equipment.map(Subject::Equipment)),
            (SUBJECT.name, c.given(&SUBJECT, &self.about).map(Subject::Code)),
        ];
        let mut about = about.into_iter().filter_map(|(field, subject)| Some((field, subject?)));
        let first = about.next().map(|(_, subject)| subject);
        // About one thing: what else is named has no place.
        for (field, _) in about {
            c.fail(field, FieldCode::NotAllowed);
        }
        let meant = meant.unwrap_or(NotificationType::Info);
        c.finish(Some(Message { to, title, text, meant, about: first }))
    }
}

/// Somebody who can be written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    pub user: UserRef,
    pub role: Role,
}

/// A notification that a message became.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentTo {
    pub id: NotificationId,
    pub user: UserRef,
}

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SentMessage {
    pub title: String,
    pub message: String,
    #[serde(rename = "type")]
    pub meant: NotificationType,
    /// What it is about: an intervention or an equipment.
    pub entity: Option<Noun>,
    pub entity_id: Option<i64>,
    /// Each with their own notification.
    pub recipients: Vec<SentTo>,
    pub created_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldError;

    fn draft() -> MessageDraft {
        MessageDraft {
            user_ids: vec![UserId(2), UserId(1), UserId(2)],
            title: " Coupure d’air ".into(),
            message: "De 12 h à 13 h.\r\nMerci".into(),
            ..Default::default()
        }
    }

    #[test]
    fn a_message_goes_to_each_once_and_informs_unless_it_says_otherwise() {
        let message = draft().parse().expect("valid");
        assert_eq!(message.to.into_iter().collect::<Vec<_>>(), [UserId(1), UserId(2)]);
        assert_eq!(
            (message.title.as_str(), message.text.as_str()),
            ("Coupure d’air", "De 12 h à 13 h.\nMerci")
        );
        assert_eq!((message.meant, message.about), (NotificationType::Info, None));
        let about = MessageDraft { about: "ph-001".into(), meant: "warning".into(), ..draft() };
        let message = about.parse().expect("valid");
        assert_eq!(
            (message.meant, message.about),
            (NotificationType::Warning, Some(Subject::Code("ph-001".into())))
        );
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = MessageDraft {
            meant: "shout".into(),
            title: "a\nb".into(),
            intervention_id: "x".into(),
            ..Default::default()
        };
        let told = [
            FieldError::new("user_ids", FieldCode::ChooseOne),
            FieldError::new("title", FieldCode::Malformed),
            FieldError::new("message", FieldCode::Required),
            FieldError::new("type", FieldCode::UnknownValue),
            FieldError::new("intervention_id", FieldCode::NotFound),
        ];
        assert_eq!(wrong.parse().expect_err("refused").0, told);
        let crowd = MessageDraft { user_ids: (1..=201).map(UserId).collect(), ..draft() };
        assert_eq!(crowd.parse().expect_err("refused").0[0].code, FieldCode::TooMany { max: 200 });
    }

    #[test]
    fn a_message_is_about_one_thing() {
        let two = MessageDraft { intervention_id: "4".into(), about: "PH-001".into(), ..draft() };
        assert_eq!(two.parse().expect_err("refused").0, [FieldError::new("about", FieldCode::NotAllowed)]);
        let one = MessageDraft { equipment_id: "4".into(), ..draft() };
        assert_eq!(one.parse().expect("valid").about, Some(Subject::Equipment(EquipmentId(4))));
    }
}
