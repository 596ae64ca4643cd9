//! `/admin/users`: the accounts, by last name.

use super::{
    filters::filters,
    text::{full_name, state_badge},
};
use crate::nav::role;
use crate::{ApiResult, backend, page::Asked, registration::waiting, session::may, shared::list};
use domain::{
    Page, Permission,
    user::{UserQuery, UserRow},
};
use i18n::{Locale, format, user as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Avatar, Icon, LinkButton, PageHeader, Variant};

/// The list of accounts.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = UserQuery::from_url(&asked.query);
    let (wanted, decides) = (query.clone(), may(Permission::UserManage));
    let (page, sites, requests) = backend::call(|s, by| async move {
        let page = s.users().list(&by, &wanted).await?;
        let requests = if decides { s.users().registrations(&by).await? } else { vec![] };
        Ok((page, s.sites().choices(&by).await?, requests))
    })
    .await?;
    let add = may(Permission::UserCreate).then(|| {
        view! {
            <LinkButton
                href="/admin/users/new"
                label=text::add(locale)
                icon=Icon::UserPlus
                variant=Variant::Primary
            />
        }
    });
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{add}</PageHeader>
        {waiting(locale, requests)}
        {filters(locale, &query, sites)}
        {content(locale, &query, &page)}
    }
    .into_any())
}

fn content(locale: Locale, query: &UserQuery, page: &Page<UserRow>) -> AnyView {
    if page.data.is_empty() {
        return list::none_match(
            locale,
            text::none_match(locale),
            text::none_match_what(locale),
            UserQuery::PATH.to_owned(),
        );
    }
    let head = view! {
        <th scope="col">{text::name(locale)}</th>
        <th scope="col" class="phone:max-xl:hidden">{text::username(locale)}</th>
        <th scope="col">{text::email(locale)}</th>
        <th scope="col">{text::role(locale)}</th>
        <th scope="col">{text::state(locale)}</th>
        <th scope="col" class="phone:max-xl:hidden">{text::last_login(locale)}</th>
    }
    .into_any();
    let href = |cursor| query.at(cursor).href();
    list::table(locale, text::title(locale), head, page, |row| line(locale, row), href)
}

fn line(locale: Locale, row: &UserRow) -> AnyView {
    let user = &row.user;
    let name = full_name(user);
    let seen = match user.last_login_at.zip(row.last_login_local) {
        Some((at, local)) => {
            view! { <time datetime=at.to_string()>{format::date_time(locale, local)}</time> }.into_any()
        }
        None => view! { <span class="text-ink-3">{text::never(locale)}</span> }.into_any(),
    };
    let specialty = row.technician.as_ref().and_then(|technician| technician.specialty.clone());
    let specialty = specialty.map(|specialty| {
        view! { <span class="block text-ink-3 text-sm wrap-anywhere">{specialty}</span> }
    });
    view! {
        <tr>
            <td>
                <span class="flex items-center gap-2">
                    <Avatar name=name.clone() />
                    <a
                        class="row-link min-w-0 wrap-anywhere phone:max-w-64 phone:max-xl:max-w-40 phone:truncate"
                        href=format!("{}/{}", UserQuery::PATH, user.id)
                        title=name.clone()
                    >
                        {name.clone()}
                    </a>
                </span>
            </td>
            <td
                data-label=text::username(locale)
                class="max-phone:wrap-anywhere phone:max-w-44 phone:max-xl:hidden phone:truncate"
                title=user.username.clone()
            >
                {user.username.clone()}
            </td>
            <td
                data-label=text::email(locale)
                class="max-phone:wrap-anywhere phone:max-w-72 phone:max-xl:max-w-52 phone:truncate"
                title=user.email.clone()
            >
                {user.email.clone()}
            </td>
            <td data-label=text::role(locale)>{role(locale, user.role)} {specialty}</td>
            <td data-label=text::state(locale)>{state_badge(locale, user)}</td>
            <td data-label=text::last_login(locale) class="phone:max-xl:hidden">{seen}</td>
        </tr>
    }
    .into_any()
}
