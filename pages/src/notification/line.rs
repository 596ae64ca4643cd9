//! One notification of the list.

use super::{DELETE, READ, meant, name};
use domain::{
    Noun,
    notification::{NotificationKind as K, NotificationType as T, NotificationView},
};
use i18n::{Locale, format, notification as text};
use leptos::prelude::*;
use ui::{Badge, Button, Glyph, Icon, Size, Tone, Variant};

fn icon(kind: K) -> Icon {
    match kind {
        K::Assigned => Icon::User,
        K::Returned => Icon::Undo,
        K::Breakdown => Icon::TriangleAlert,
        K::Late => Icon::Timer,
        K::ToValidate => Icon::ClipboardCheck,
        K::Validated => Icon::CircleCheck,
        K::Cancelled => Icon::X,
        K::Commented => Icon::MessageSquare,
        K::AbsenceProposed => Icon::Calendar,
        K::AbsenceApproved => Icon::CircleCheck,
        K::AbsenceRefused => Icon::X,
        K::Message => Icon::Mail,
    }
}

fn sentence(locale: Locale, told: &NotificationView) -> String {
    let (actor, code) = (&told.actor, &told.code);
    match told.kind {
        K::Assigned => text::assigned(locale, actor, code),
        K::Returned => text::returned(locale, actor, code),
        K::Breakdown => text::breakdown(locale, actor, &told.equipment_code),
        K::Late => text::late(locale, code),
        K::ToValidate => text::to_validate(locale, actor, code),
        K::Validated => text::validated(locale, actor, code),
        K::Cancelled => text::cancelled(locale, actor, code),
        K::Commented => text::commented(locale, actor, code),
        K::AbsenceProposed => text::absence_proposed(locale, actor),
        K::AbsenceApproved => text::absence_approved(locale, actor),
        K::AbsenceRefused => text::absence_refused(locale, actor),
        K::Message => text::message_from(locale, actor),
    }
}

/// Where it leads: to what it is about; to the proposals that wait, or to the reader's own page, where that is an absence.
fn address(told: &NotificationView) -> Option<String> {
    let id = told.entity_id?;
    match told.entity? {
        Noun::Intervention => Some(format!("/interventions/{id}")),
        Noun::Equipment => Some(format!("/equipments/{id}")),
        Noun::Absence if told.kind == K::AbsenceProposed => Some("/team/absences".to_owned()),
        Noun::Absence => Some(crate::team::own_page().unwrap_or_else(|| "/team".to_owned())),
        _ => None,
    }
}

/// What it is about.
fn subject(locale: Locale, told: &NotificationView) -> String {
    let times = told.about(Noun::Absence).and_then(|_| told.title.split_once('/'));
    let times = times.and_then(|(from, until)| from.parse().ok().zip(until.parse().ok()));
    times.map_or_else(|| told.title.clone(), |(from, until)| crate::team::period(locale, from, until))
}

/// One of the list.
pub(super) fn line(locale: Locale, told: &NotificationView) -> AnyView {
    let message = told.kind == K::Message;
    let tone = match (told.read, told.meant) {
        (true, _) => Tone::Mute,
        (false, T::Error) if message => Tone::Danger,
        (false, T::Warning) if message => Tone::Warn,
        (false, T::Success) if message => Tone::Ok,
        (false, _) if told.is_urgent() => Tone::Danger,
        (false, _) => Tone::Info,
    };
    // Of a message its author says how it is meant; a colour alone would not tell everybody.
    let label = match message && told.meant != T::Info {
        true => format!("{} · {}", name(locale, told.kind), meant(locale, told.meant)),
        false => name(locale, told.kind).to_owned(),
    };
    let new =
        (!told.read).then(|| view! { <Badge label=text::new(locale) icon=Icon::Bell tone=Tone::Info /> });
    let read = (!told.read).then(|| {
        view! {
            <form method="post" action=READ>
                <input type="hidden" name="id" value=told.id.to_string() />
                <Button label=text::mark_read(locale) icon=Icon::Check variant=Variant::Ghost size=Size::Small />
            </form>
        }
    });
    let several = (told.changes > 1).then(|| {
        let changes = format::whole(locale, told.changes.into());
        view! { <span class="text-sm text-ink-3">{text::changes(locale, changes)}</span> }
    });
    // A message has no page of its own: it is shown whole.
    let class = match message {
        true => "mt-1 whitespace-pre-line text-ink-2 wrap-anywhere",
        false => "mt-1 line-clamp-3 whitespace-pre-line text-ink-2 wrap-anywhere",
    };
    let words = told.message.clone().map(|words| view! { <p class=class>{words}</p> });
    let sentence = sentence(locale, told);
    let code = if message { told.code.clone() } else { told.equipment_code.clone() };
    let heading = match address(told) {
        Some(address) => view! {
            <a class="row-link wrap-anywhere" href=address>
                {sentence.clone()}
            </a>
        }
        .into_any(),
        None => view! { <span class="wrap-anywhere">{sentence.clone()}</span> }.into_any(),
    };
    view! {
        <li class="card relative p-4">
            <div class="flex flex-wrap items-center gap-2">
                <Badge label=label icon=icon(told.kind) tone=tone />
                {new}
                <time class="text-sm text-ink-3" datetime=told.at.to_string()>
                    {format::date_time(locale, told.at_local)}
                </time>
                {several}
                <div class="relative ml-auto flex flex-wrap gap-2">
                    {read}
                    <form method="post" action=DELETE>
                        <input type="hidden" name="id" value=told.id.to_string() />
                        <button
                            type="submit"
                            class="btn btn-ghost btn-sm btn-square"
                            aria-label=text::delete_of(locale, &sentence)
                            title=text::delete(locale)
                        >
                            <Glyph icon=Icon::Trash />
                        </button>
                    </form>
                </div>
            </div>
            <h2 class="mt-2 font-bold">{heading}</h2>
            <p class="text-ink-2 wrap-anywhere">
                <b class="code">{code}</b>
                " "
                {subject(locale, told)}
            </p>
            {words}
        </li>
    }
    .into_any()
}
