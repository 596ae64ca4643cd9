//! `/admin/jobs`: what waits, runs, went well and failed, the newest first.

use super::text as words;
use crate::{
    ApiResult, backend,
    form::refused_here,
    page::Asked,
    shared::{
        filters::{menu, option},
        labels::job_state,
        list,
    },
    toolbar::toolbar,
};
use domain::{
    Page,
    job::{JobKind, JobQuery, JobState, JobView, may_cancel, may_retry},
};
use i18n::{Locale, common, format, job as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Icon, IconButton, PageHeader, Size, Variant};

const RETRY: &str = "/rpc/job/retry";
const CANCEL: &str = "/rpc/job/cancel";

/// The list of jobs.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = JobQuery::from_url(&asked.query);
    let wanted = query.clone();
    let page = backend::call(|s, by| async move { s.jobs().list(&by, &wanted).await }).await?;
    let refused = refused_here(locale, asked.replay().await.as_ref(), &[RETRY, CANCEL]);
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        {filters(locale, &query)}
        {refused}
        {content(locale, &query, &page)}
    }
    .into_any())
}

fn filters(locale: Locale, query: &JobQuery) -> AnyView {
    let states =
        JobState::ALL.iter().map(|s| option(s, job_state(locale, *s), query.state.contains(s))).collect();
    let kinds =
        JobKind::ALL.iter().map(|k| option(k, words::kind(locale, *k), query.kind.contains(k))).collect();
    let without_state = JobQuery { state: vec![], ..query.at(None) }.href();
    let without_kind = JobQuery { kind: vec![], ..query.at(None) }.href();
    let content = view! {
        <div class="filter-row">
            {menu(locale, "state", text::state(locale), Icon::ListFilter, states, without_state)}
            {menu(locale, "kind", text::kind(locale), Icon::Shapes, kinds, without_kind)}
        </div>
    };
    toolbar(text::filters(locale), JobQuery::PATH, query.href(), content.into_any())
}

fn content(locale: Locale, query: &JobQuery, page: &Page<JobView>) -> AnyView {
    if page.data.is_empty() {
        return nothing(locale, query);
    }
    let head = view! {
        <th scope="col" class="num">
            {text::number(locale)}
        </th>
        <th scope="col">{text::kind(locale)}</th>
        <th scope="col">{text::state(locale)}</th>
        <th scope="col" class="num">
            {text::attempts(locale)}
        </th>
        <th scope="col">{text::created(locale)}</th>
        <th scope="col">{text::next(locale)}</th>
        <th scope="col">{text::error(locale)}</th>
        <th scope="col">
            <span class="sr-only">{common::actions(locale)}</span>
        </th>
    }
    .into_any();
    let back = query.to_url();
    let href = |cursor| query.at(cursor).href();
    list::table(locale, text::title(locale), head, page, |job| row(locale, job, &back), href)
}

fn row(locale: Locale, job: &JobView, back: &str) -> AnyView {
    let kind = words::kind(locale, job.kind);
    let kind = match job.mail {
        Some(mail) => {
            let href = format!("/admin/outbox/{mail}");
            view! { <a class="link" href=href title=text::see_mail(locale)>{kind}</a> }.into_any()
        }
        None => kind.into_any(),
    };
    let idle = !may_retry(job.state) && !may_cancel(job.state);
    let next = (job.state == JobState::Queued).then(|| {
        view! { <time datetime=job.run_at.to_string()>{format::date_time(locale, job.run_local)}</time> }
    });
    view! {
        <tr>
            <td data-label=text::number(locale) class="num">
                {format::whole(locale, job.id.0)}
            </td>
            <td data-label=text::kind(locale)>{kind}</td>
            <td data-label=text::state(locale)>{words::badge(locale, job.state)}</td>
            <td data-label=text::attempts(locale) class="num">
                {text::attempts_of(locale, job.attempts, job.max_attempts)}
            </td>
            <td data-label=text::created(locale)>
                <time datetime=job.created_at.to_string()>{format::date_time(locale, job.created_local)}</time>
            </td>
            <td data-label=text::next(locale)>{next}</td>
            <td data-label=text::error(locale) class="wrap wrap-anywhere">
                {job.last_error.as_deref().map(|why| words::trouble(locale, why))}
            </td>
            <td class=if idle { "cell-actions max-phone:hidden!" } else { "cell-actions" }>
                {buttons(locale, job, back)}
            </td>
        </tr>
    }
    .into_any()
}

fn buttons(locale: Locale, job: &JobView, back: &str) -> AnyView {
    let number = format::whole(locale, job.id.0);
    let button = |action: &'static str, icon: Icon, label: String| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="id" value=job.id.to_string() />
                <input type="hidden" name="back" value=back.to_owned() />
                <IconButton icon=icon label=label kind="submit" variant=Variant::Ghost size=Size::Small />
            </form>
        }
    };
    let retry =
        may_retry(job.state).then(|| button(RETRY, Icon::RotateCcw, text::retry_named(locale, &number)));
    let cancel =
        may_cancel(job.state).then(|| button(CANCEL, Icon::Ban, text::cancel_named(locale, &number)));
    view! {
        <div class="flex justify-end gap-1">{retry} {cancel}</div>
    }
    .into_any()
}

fn nothing(locale: Locale, query: &JobQuery) -> AnyView {
    if !query.is_filtered() {
        let (title, what) = (text::empty(locale), text::empty_what(locale));
        return view! { <Empty icon=Icon::ListTodo first_time=true title=title text=what /> }.into_any();
    }
    list::none_match(
        locale,
        text::none_match(locale),
        text::none_match_what(locale),
        JobQuery::PATH.to_owned(),
    )
}
