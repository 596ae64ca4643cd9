//! What was said and done: comments and the history.

use super::{
    dialogs::COMMENT,
    text::{field, hold, return_kind},
};
use crate::{
    form::Form,
    shared::error_text,
    shared::{form::input_name, labels, replay::Replay},
};
use domain::intervention::{CommentView, HistoryEntry, WorkAction, WorkView};
use i18n::{Locale, format, work as text};
use leptos::prelude::*;
use ui::{Badge, Button, Card, Checkbox, Icon, Timeline, TimelineItem, Tone};

/// What people said, and the form to say more.
pub fn comments(locale: Locale, work: &WorkView, internal: bool, replay: Option<&Replay>) -> AnyView {
    let line = |c: &CommentView| {
        let mark = c.internal.then(|| {
            view! { <Badge label=text::internal_mark(locale) icon=Icon::Lock tone=Tone::Mute /> }
        });
        view! {
            <li class="border-line py-3 not-first:border-t">
                <p class="flex flex-wrap items-center gap-2 text-sm text-ink-2">
                    <b>{c.by.clone()}</b>
                    <time datetime=c.at.to_string()>{format::date_time(locale, c.at_local)}</time>
                    {mark}
                </p>
                <p class="mt-1 whitespace-pre-line wrap-anywhere">{c.text.clone()}</p>
            </li>
        }
    };
    let said = match work.comments.is_empty() {
        true => view! { <p class="text-ink-3">{text::no_comments(locale)}</p> }.into_any(),
        false => view! { <ul>{work.comments.iter().map(line).collect_view()}</ul> }.into_any(),
    };
    let form = Form::new(locale, COMMENT, replay);
    let id = work.detail.row.id;
    let say = work.actions.contains(&WorkAction::Comment).then(|| {
        let hidden = internal.then(|| {
            let ticked = form.ticked("internal", false);
            view! { <Checkbox label=text::internal(locale) name=input_name("internal") checked=ticked /> }
        });
        view! {
            <form method="post" action=form.action class="stack mt-3" novalidate data-keep=format!("comment:{id}")>
                {form.summary(|name| field(locale, name))}
                <input type="hidden" name="id" value=id.to_string() />
                {form.input("text", text::comment(locale)).max(4000).required().area(2)}
                <div class="flex flex-wrap items-center gap-3">
                    <Button label=text::send_comment(locale) icon=Icon::MessageSquare />
                    {hidden}
                </div>
            </form>
        }
    });
    view! { <Card title=text::comments(locale)>{said} {say}</Card> }.into_any()
}

/// Every step, the newest first.
pub fn history(locale: Locale, work: &WorkView) -> AnyView {
    if work.history.is_empty() {
        return ().into_any();
    }
    let line = move |h: &HistoryEntry| {
        let name = match h.action.parse::<WorkAction>() {
            Ok(action) => error_text::capitalized(labels::work_action(locale, action)),
            Err(_) if h.action == "report" => text::step_report(locale).to_owned(),
            Err(_) => text::step_created(locale).to_owned(),
        };
        let why = h.hold_reason.map(|r| hold(locale, r)).or(h.return_kind.map(|k| return_kind(locale, k)));
        let words: Vec<String> = [why.map(str::to_owned), h.remark.clone()].into_iter().flatten().collect();
        let mark = (h.from != Some(h.to)).then(|| labels::status_badge(locale, h.to));
        view! {
            <TimelineItem
                icon=Icon::History
                title=format!("{name} · {}", h.by)
                nostrip:text=(!words.is_empty()).then(|| words.join(" · "))
                time=format::date_time(locale, h.at_local)
                datetime=h.at.to_string()
                nostrip:mark=mark
            />
        }
    };
    let lines = work.history.iter().rev().map(line).collect_view();
    view! {
        <Card title=text::history(locale)>
            <Timeline>{lines}</Timeline>
        </Card>
    }
    .into_any()
}
