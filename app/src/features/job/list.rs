//! `/admin/jobs`: what waits, runs, went well and failed, the newest first.

use super::{
    api::{CancelJob, RetryJob, list_jobs},
    text as words,
};
use crate::{
    session::{may, use_locale},
    shared::{
        error_text,
        filter_form::FilterForm,
        filters::{menu, option},
        form::Form,
        list::{pager, use_query},
        load::{failed, loaded},
        replay::use_replay,
    },
};
use domain::{
    Error, Page, Permission,
    job::{JobKind, JobQuery, JobState, JobView, may_cancel, may_retry},
};
use i18n::{Locale, common, format, job as text};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use ui::{
    Banner, Empty, Icon, IconButton, LinkButton, PageHeader, Size, SkeletonTable, Table, Tone, Variant,
};

/// What a row's buttons do.
#[derive(Clone, Copy)]
struct Actions {
    retry: ServerAction<RetryJob>,
    cancel: ServerAction<CancelJob>,
}

/// The list of jobs.
pub fn list_page() -> AnyView {
    let locale = use_locale();
    if !may(Permission::JobManage) {
        return failed(&Error::Forbidden);
    }
    let search = use_query();
    let query = Memo::new(move |_| JobQuery::from_url(&search.get()).0);
    let actions = Actions { retry: ServerAction::new(), cancel: ServerAction::new() };
    let versions = move || (actions.retry.version().get(), actions.cancel.version().get());
    let list =
        Resource::new(move || (query.with(JobQuery::to_url), versions()), |(query, _)| list_jobs(query));
    let replay = use_replay();
    let refused = move || {
        Suspend::new(async move {
            let replay = replay.await.ok().flatten();
            let answers = [
                Form::new(actions.retry, replay.clone()).answer(),
                Form::new(actions.cancel, replay).answer(),
            ];
            move || {
                let error = answers.iter().find_map(|answer| answer.get())?;
                Some(view! { <Banner tone=Tone::Danger>{error_text::error(locale, &error)}</Banner> })
            }
        })
    };
    let skeleton = move || view! { <SkeletonTable label=common::loading(locale) rows=12 /> }.into_any();
    view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        <FilterForm
            label=text::filters(locale)
            path=JobQuery::PATH
            here=Signal::derive(move || query.with(JobQuery::href))
            tidy=tidy
        >
            <div class="filter-row">{move || query.with(|query| filters(locale, query))}</div>
        </FilterForm>
        <div>
            <Transition>{refused}</Transition>
        </div>
        {loaded(list, skeleton, move |page| content(locale, &query.get_untracked(), &page, actions))}
    }
    .into_any()
}

/// The list's address of what the form holds.
fn tidy(raw: &str) -> String {
    JobQuery::from_url(raw).0.href()
}

fn filters(locale: Locale, query: &JobQuery) -> AnyView {
    let states =
        JobState::ALL.iter().map(|s| option(s, words::state(locale, *s), query.state.contains(s))).collect();
    let kinds =
        JobKind::ALL.iter().map(|k| option(k, words::kind(locale, *k), query.kind.contains(k))).collect();
    let without_state = JobQuery { state: vec![], ..query.at(None) }.href();
    let without_kind = JobQuery { kind: vec![], ..query.at(None) }.href();
    view! {
        {menu(locale, "state", text::state(locale), Icon::ListFilter, states, without_state)}
        {menu(locale, "kind", text::kind(locale), Icon::Shapes, kinds, without_kind)}
    }
    .into_any()
}

fn content(locale: Locale, query: &JobQuery, page: &Page<JobView>, actions: Actions) -> AnyView {
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
    let rows = page.data.iter().map(|job| row(locale, job, &back, actions)).collect_view();
    let pages = pager(locale, &page.pagination, page.data.len(), |cursor| query.at(cursor).href());
    view! {
        <Table caption=text::title(locale) head=head stacked=true>
            {rows}
        </Table>
        {pages}
    }
    .into_any()
}

fn row(locale: Locale, job: &JobView, back: &str, actions: Actions) -> AnyView {
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
                {buttons(locale, job, back, actions)}
            </td>
        </tr>
    }
    .into_any()
}

fn buttons(locale: Locale, job: &JobView, back: &str, actions: Actions) -> AnyView {
    let number = format::whole(locale, job.id.0);
    let retry = may_retry(job.state).then(|| {
        let (id, back, label) = (job.id.to_string(), back.to_owned(), text::retry_named(locale, &number));
        view! {
            <ActionForm action=actions.retry>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="back" value=back />
                <IconButton icon=Icon::RotateCcw label=label kind="submit" variant=Variant::Ghost size=Size::Small />
            </ActionForm>
        }
    });
    let cancel = may_cancel(job.state).then(|| {
        let (id, back, label) = (job.id.to_string(), back.to_owned(), text::cancel_named(locale, &number));
        view! {
            <ActionForm action=actions.cancel>
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="back" value=back />
                <IconButton icon=Icon::Ban label=label kind="submit" variant=Variant::Ghost size=Size::Small />
            </ActionForm>
        }
    });
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
    view! {
        <Empty icon=Icon::SearchX title=text::none_match(locale) text=text::none_match_what(locale)>
            <LinkButton href=JobQuery::PATH label=common::clear_filters(locale) icon=Icon::X />
        </Empty>
    }
    .into_any()
}
