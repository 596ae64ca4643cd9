//! Absences as they are shown and entered: the table with what can be done, and the form.

use super::{kind, period, state_badge};
use crate::{
    form::Form,
    shared::{form::input_name, replay::Replay},
};
use domain::{
    AbsenceId, UserId,
    team::{AbsenceKind, AbsenceState, AbsenceView},
};
use i18n::{Locale, common, team as text};
use leptos::prelude::*;
use ui::{Button, Glyph, Icon, Size, Table, Variant};

pub(super) const ADD: &str = "/rpc/team/absence";
const APPROVE: &str = "/rpc/team/approve";
const REFUSE: &str = "/rpc/team/refuse";
const WITHDRAW: &str = "/rpc/team/withdraw";

/// Who looks at absences.
pub(super) struct Reader<'a> {
    pub locale: Locale,
    pub me: Option<UserId>,
    /// Whether they decide.
    pub decides: bool,
    pub replay: Option<&'a Replay>,
}

/// Whether what came back refused stands in one of these lines.
pub(super) fn is_drawn(replay: &Replay, absences: &[AbsenceView]) -> bool {
    let of = |absence: &AbsenceView| replay.value("id") == Some(absence.id.to_string().as_str());
    replay.path == REFUSE && absences.iter().any(|a| a.state == AbsenceState::Proposed && of(a))
}

/// Absences in a table; `whose` names the person of each.
pub(super) fn table(r: &Reader, title: &'static str, absences: &[AbsenceView], whose: bool) -> AnyView {
    let locale = r.locale;
    let who = whose.then(|| view! { <th scope="col">{text::who(locale)}</th> });
    let head = view! {
        {who}
        <th scope="col">{text::when(locale)}</th>
        <th scope="col">{text::kind(locale)}</th>
        <th scope="col">{text::state(locale)}</th>
        <th scope="col">
            <span class="sr-only">{common::actions(locale)}</span>
        </th>
    }
    .into_any();
    let rows = absences.iter().map(|absence| line(r, absence, whose)).collect_view();
    view! {
        <Table caption=title head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn line(r: &Reader, a: &AbsenceView, whose: bool) -> AnyView {
    let locale = r.locale;
    let person = whose.then(|| {
        view! {
            <td>
                <a href=format!("/team/{}", a.user.id)>{a.user.name.clone()}</a>
            </td>
        }
    });
    let remark =
        a.remark.clone().map(|remark| view! { <p class="text-sm text-ink-2 wrap-anywhere">{remark}</p> });
    let reason =
        a.reason.clone().map(|reason| view! { <p class="text-sm text-ink-2 wrap-anywhere">{reason}</p> });
    let decided = a
        .decided_by
        .clone()
        .filter(|_| r.decides || r.me == Some(a.user.id))
        .map(|name| view! { <p class="text-sm text-ink-3">{text::decided_by(locale, name)}</p> });
    view! {
        <tr>
            {person}
            <td data-label=text::when(locale) class="wrap">
                {period(locale, a.from_local, a.until_local)}
            </td>
            <td data-label=text::kind(locale) class="wrap">
                {kind(locale, a.kind)}
                {remark}
            </td>
            <td data-label=text::state(locale) class="wrap">
                {state_badge(locale, a.state)}
                {reason}
                {decided}
            </td>
            <td class="wrap">{actions(r, a)}</td>
        </tr>
    }
    .into_any()
}

fn actions(r: &Reader, a: &AbsenceView) -> AnyView {
    let locale = r.locale;
    let proposed = a.state == AbsenceState::Proposed;
    let decide = (r.decides && proposed).then(|| decide(r, a));
    let own = r.me == Some(a.user.id);
    let label = if proposed && own { text::withdraw(locale) } else { text::delete(locale) };
    let remove = (r.decides || own && proposed).then(|| {
        view! {
            <form method="post" action=WITHDRAW>
                {hidden(a.id)} <input type="hidden" name="person" value=a.user.id.to_string() />
                {named(label, text::delete_named(locale, &a.user.name), Icon::Trash, "btn btn-ghost btn-sm")}
            </form>
        }
    });
    view! { <div class="flex flex-wrap items-start gap-2">{decide} {remove}</div> }.into_any()
}

/// A button that is read aloud with the name of whom it is about.
fn named(label: &'static str, aloud: String, icon: Icon, class: &'static str) -> AnyView {
    view! {
        <button type="submit" class=class aria-label=aloud>
            <Glyph icon=icon />
            {label}
        </button>
    }
    .into_any()
}

fn hidden(id: AbsenceId) -> AnyView {
    view! { <input type="hidden" name="id" value=id.to_string() /> }.into_any()
}

/// Approve at once; refuse with a reason, which opens below its button.
fn decide(r: &Reader, a: &AbsenceView) -> AnyView {
    let locale = r.locale;
    let id = a.id.to_string();
    let replay = r.replay.filter(|replay| replay.value("id") == Some(id.as_str()));
    let scope = format!("refuse-{id}");
    let form = Form::new(locale, REFUSE, replay).within(&scope);
    let reason = form.input("reason", text::reason(locale)).max(500).required().area(2);
    let open = form.is_replayed();
    let summary = form.summary(|_| text::reason(locale).to_owned());
    view! {
        <form method="post" action=APPROVE>
            {hidden(a.id)}
            {named(text::approve(locale), text::approve_named(locale, &a.user.name), Icon::Check, "btn btn-sm")}
        </form>
        <details open=open>
            <summary
                class="btn btn-ghost btn-sm"
                aria-label=text::refuse_named(locale, &a.user.name)
            >
                {text::refuse(locale)}
            </summary>
            <form method="post" action=REFUSE class="stack mt-2" novalidate>
                {summary}
                {hidden(a.id)}
                {reason}
                <div>
                    <Button label=text::refuse(locale) variant=Variant::Danger size=Size::Small />
                </div>
            </form>
        </details>
    }
    .into_any()
}

/// The form of a new absence of somebody.
pub(super) fn form(r: &Reader, person: UserId, own: bool) -> AnyView {
    let locale = r.locale;
    let form = Form::new(locale, ADD, r.replay);
    let kinds = AbsenceKind::ALL.iter().map(|of| (of.to_string(), kind(locale, Some(*of)).to_owned()));
    let select = form.input("kind", text::kind(locale)).stored(AbsenceKind::Leave.as_str());
    let first = form.input("first_day", text::first_day(locale)).required();
    let last = form.input("last_day", text::last_day(locale)).hint(text::last_day_hint(locale));
    let from = form.input("from_time", text::from_time(locale)).hint(text::from_time_hint(locale));
    let until = form.input("until_time", text::until_time_field(locale)).hint(text::until_time_hint(locale));
    let remark = form.input("remark", text::remark(locale)).max(500).wide();
    let send = match r.decides {
        true => text::absence_save(locale),
        false => text::absence_send(locale),
    };
    let keep = format!("absence:{person}");
    let user = (!own || r.decides).then(|| {
        view! { <input type="hidden" name=input_name("user_id") value=person.to_string() /> }
    });
    view! {
        <form method="post" action=ADD class="stack" novalidate data-keep=keep>
            {form.summary(|name| field(locale, name).to_owned())} {user} <div class="form-grid">
                {select.select(kinds.collect(), None)} <div></div> {first.day()} {last.day()} {from.clock()}
                {until.clock()} {remark.area(2)}
            </div>
            <div class="form-actions">
                <Button label=send icon=Icon::CalendarPlus variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn field(locale: Locale, name: &str) -> &'static str {
    match name {
        "first_day" => text::first_day(locale),
        "last_day" => text::last_day(locale),
        "from_time" => text::from_time(locale),
        "until_time" => text::until_time_field(locale),
        "remark" => text::remark(locale),
        "user_id" => text::who(locale),
        _ => text::kind(locale),
    }
}
