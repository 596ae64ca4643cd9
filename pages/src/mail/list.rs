//! `/admin/outbox`: every mail, the newest first.

use super::text::{self as words, template};
use crate::{
    ApiResult, backend,
    job::trouble,
    page::Asked,
    shared::{
        filters::{menu, option},
        list,
    },
    toolbar::{search, toolbar},
};
use domain::{
    Page,
    mail::{MailQuery, MailState, MailTemplate, MailView},
};
use i18n::{Locale, format, mail as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Icon, PageHeader};

/// The outbox.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = MailQuery::from_url(&asked.query);
    let wanted = query.clone();
    let page = backend::call(|s, by| async move { s.mails().list(&by, &wanted).await }).await?;
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        {filters(locale, &query)}
        {content(locale, &query, &page)}
    }
    .into_any())
}

fn filters(locale: Locale, query: &MailQuery) -> AnyView {
    let states =
        MailState::ALL.iter().map(|s| option(s, words::state(locale, *s), query.state.contains(s))).collect();
    let templates = MailTemplate::ALL
        .iter()
        .map(|t| option(t, template(locale, *t), query.template.contains(t)))
        .collect();
    let without_state = MailQuery { state: vec![], ..query.at(None) }.href();
    let without_template = MailQuery { template: vec![], ..query.at(None) }.href();
    let content = view! {
        {search(text::search(locale), text::search_hint(locale), &query.q)}
        <div class="filter-row">
            {menu(locale, "state", text::state(locale), Icon::ListFilter, states, without_state)}
            {menu(locale, "template", text::template(locale), Icon::Shapes, templates, without_template)}
        </div>
    };
    toolbar(text::filters(locale), MailQuery::PATH, query.href(), content.into_any())
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
    let href = |cursor| query.at(cursor).href();
    list::table(locale, text::title(locale), head, page, |mail| row(locale, mail), href)
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
    list::none_match(
        locale,
        text::none_match(locale),
        text::none_match_what(locale),
        MailQuery::PATH.to_owned(),
    )
}
