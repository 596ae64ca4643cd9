//! Messages that the people of the demonstration have written to each other: one of each type, read and not yet read.

use super::{
    people::{PEOPLE, Person},
    plant::Plant,
};
use crate::access::Writer;
use domain::{
    EquipmentId, Result, Role, SiteId, UserId,
    notification::{NotificationKind, NotificationType},
};
use entity::notification;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    EntityTrait,
};

struct Message {
    /// Last name of its author.
    from: &'static str,
    /// The role that it is written to, at the site of this place.
    to: Role,
    site: usize,
    meant: NotificationType,
    title: &'static str,
    text: &'static str,
    /// The family of machines of which the first one is meant.
    about: Option<&'static str>,
    hours_ago: i64,
    read: bool,
}

/// The oldest first: lists follow the numbers of the rows.
const MESSAGES: [Message; 5] = [
    Message {
        from: "Dumas",
        to: Role::Technician,
        site: 0,
        meant: NotificationType::Success,
        title: "200 jours sans accident",
        text: "Bravo à tous. Le relevé est affiché à l’atelier.",
        about: None,
        hours_ago: 75,
        read: true,
    },
    Message {
        from: "Delattre",
        to: Role::Technician,
        site: 1,
        meant: NotificationType::Info,
        title: "Inventaire de l’outillage",
        text: "Signalez-moi d’ici vendredi ce qui manque dans vos servantes.",
        about: None,
        hours_ago: 30,
        read: true,
    },
    Message {
        from: "Fabre",
        to: Role::Supervisor,
        site: 0,
        meant: NotificationType::Info,
        title: "Revue des délais lundi",
        text: "Merci de relire les interventions en retard de vos équipes avant la réunion de 9 h.",
        about: None,
        hours_ago: 20,
        read: false,
    },
    Message {
        from: "Dumas",
        to: Role::Technician,
        site: 0,
        meant: NotificationType::Warning,
        title: "Coupure d’air comprimé demain",
        text: "De 12 h à 13 h, tout l’atelier. Videz les accumulateurs avant d’ouvrir un circuit.",
        about: None,
        hours_ago: 5,
        read: false,
    },
    Message {
        from: "Delattre",
        to: Role::Technician,
        site: 0,
        meant: NotificationType::Error,
        title: "Ne pas utiliser avant contrôle",
        text: "Un bruit a été entendu au levage. Consignez l’appareil et attendez le passage du contrôleur.",
        about: Some("Appareil de levage"),
        hours_ago: 2,
        read: false,
    },
];

/// Writes them to the people, who come in the order of [`PEOPLE`]; machines come in that of the plant.
pub(super) async fn follow(
    w: &Writer,
    plant: &Plant,
    people: &[UserId],
    (sites, equipment): (&[SiteId], &[EquipmentId]),
) -> Result<()> {
    let mut rows = vec![];
    for message in &MESSAGES {
        let code = plant.sites[message.site].code.as_str();
        let there = |person: &Person| person.role == message.to && person.sites.contains(&code);
        let author = PEOPLE.iter().find(|person| person.last == message.from);
        let author = author.map(|person| format!("{} {}", person.first, person.last)).unwrap_or_default();
        let machine = message.about.and_then(|family| {
            let of_it = |item: &super::plant::Item| {
                item.site == message.site && plant.types[item.kind].name == family
            };
            plant.items.iter().zip(equipment).find(|(item, _)| of_it(item))
        });
        let machine_code = machine.map(|(item, _)| item.code.clone()).unwrap_or_default();
        let at = w.now.plus_seconds(-message.hours_ago * 3_600);
        for (person, id) in PEOPLE.iter().zip(people).filter(|(person, _)| there(person)) {
            // Not to themselves.
            if person.last == message.from {
                continue;
            }
            rows.push(notification::ActiveModel {
                id: NotSet,
                user_id: Set(*id),
                kind: Set(NotificationKind::Message),
                site_id: Set(sites[message.site]),
                intervention_id: Set(None),
                absence_id: Set(None),
                equipment_id: Set(machine.map(|(_, id)| *id)),
                meant: Set(Some(message.meant)),
                code: Set(machine_code.clone()),
                title: Set(message.title.to_owned()),
                equipment_code: Set(machine_code.clone()),
                actor: Set(author.clone()),
                remark: Set(Some(message.text.to_owned())),
                changes: Set(1),
                at: Set(at),
                created_at: Set(Some(at)),
                read_at: Set(message.read.then(|| at.plus_seconds(3_600))),
            });
        }
    }
    notification::Entity::insert_many(rows).exec_without_returning(w.tx()).await?;
    Ok(())
}
