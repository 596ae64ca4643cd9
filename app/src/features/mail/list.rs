//! `/admin/outbox`: every mail, the newest first.

use super::{api::list_mails, text as words};
use crate::{
    features::job::text::trouble,
    session::{may, use_locale},
    shared::{
        filter_form::FilterForm,
        filters::{menu, option},
        list::{pager, use_query},
        load::{failed, loaded},
    },
};
use domain::{
    Error, Page, Permission,
    mail::{MailQuery, MailState, MailTemplate, MailView},
};
use i18n::{Locale, common, format, mail as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Field, Icon, LinkButton, PageHeader, SkeletonTable, Table};

/// The outbox.
pub fn list_page() -> AnyView {
    let locale = use_locale();
    if !may(Permission::MailManage) {
        return failed(&Error::Forbidden);
    }
    let search = use_query();
    let query = Memo::new(move |_| MailQuery::from_url(&search.get()).0);
    let list = Resource::new(move || query.with(MailQuery::to_url), list_mails);
    let skeleton = move || view! { <SkeletonTable label=common::loading(locale) rows=12 /> }.into_any();
    view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        <FilterForm
            label=text::filters(locale)
            path=MailQuery::PATH
            here=Signal::derive(move || query.with(MailQuery::href))
            tidy=tidy
        >
            <Field
                label=text::search(locale)
                label_hidden=true
                name="q"
                kind="search"
                prefix=Icon::Search
                placeholder=text::search_hint(locale)
                maxlength="200"
                value=Signal::derive(move || query.with(|q| q.q.clone()))
                class="w-72 max-w-full max-phone:w-full"
            />
            <div class="filter-row">{move || query.with(|query| filters(locale, query))}</div>
        </FilterForm>
        {loaded(list, skeleton, move |page| content(locale, &query.get_untracked(), &page))}
    }
    .into_any()
}

/// The list's address of what the form holds.
fn tidy(raw: &str) -> String {
    MailQuery::from_url(raw).0.href()
}

fn filters(locale: Locale, query: &MailQuery) -> AnyView {
    let states =
        MailState::ALL.iter().map(|s| option(s, words::state(locale, *s), query.state.contains(s))).collect();
    let templates = MailTemplate::ALL
        .iter()
        .map(|t| option(t, words::template(locale, *t), query.template.contains(t)))
        .collect();
    let without_state = MailQuery { state: vec![], ..query.at(None) }.href();
    let without_template = MailQuery { template: vec![], ..query.at(None) }.href();
    view! {
        {menu(locale, "state", text::state(locale), Icon::ListFilter, states, without_state)}
        {menu(locale, "template", text::template(locale), Icon::Shapes, templates, without_template)}
    }
    .into_any()
}

fn content(locale: Locale, query: &MailQuery, page: &Page<MailView>) -> AnyView {
    if page.data.is_empty() {
        return nothing(locale, query);
    }
    let head = view! {
        <th scope="col">{text::subject(locale)}</th>
        <th scope="col">{text::to(locale)}</th>
        <th scope="col">{text::state(locale)}</th>
        <th scope="col">{text::created(locale)}</th>
        <th scope="col" class="num">
            {text::attempts(locale)}
        </th>
        <th scope="col">{text::answer(locale)}</th>
    }
    .into_any();
    let rows = page.data.iter().map(|mail| row(locale, mail)).collect_view();
    let pages = pager(locale, &page.pagination, page.data.len(), |cursor| query.at(cursor).href());
    view! {
        <Table caption=text::title(locale) head=head stacked=true>
            {rows}
        </Table>
        {pages}
    }
    .into_any()
}

fn row(locale: Locale, mail: &MailView) -> AnyView {
    view! {
        <tr>
            <td>
                <a class="row-link" href=format!("{}/{}", MailQuery::PATH, mail.id)>
                    {mail.subject.clone()}
                </a>
            </td>
            <td data-label=text::to(locale) class="wrap-anywhere" title=mail.to_name.clone()>
                {mail.to_email.clone()}
            </td>
            <td data-label=text::state(locale)>{words::badge(locale, mail.state)}</td>
            <td data-label=text::created(locale)>
                <time datetime=mail.created_at.to_string()>{format::date_time(locale, mail.created_local)}</time>
            </td>
            <td data-label=text::attempts(locale) class="num">
                {format::whole(locale, mail.attempts.into())}
            </td>
            <td data-label=text::answer(locale) class="wrap wrap-anywhere">
                {mail.last_answer.as_deref().map(|why| trouble(locale, why))}
            </td>
        </tr>
    }
    .into_any()
}

fn nothing(locale: Locale, query: &MailQuery) -> AnyView {
    if !query.is_filtered() {
        let (title, what) = (text::empty(locale), text::empty_what(locale));
        return view! { <Empty icon=Icon::Inbox first_time=true title=title text=what /> }.into_any();
    }
    view! {
        <Empty icon=Icon::SearchX title=text::none_match(locale) text=text::none_match_what(locale)>
            <LinkButton href=MailQuery::PATH label=common::clear_filters(locale) icon=Icon::X />
        </Empty>
    }
    .into_any()
}
