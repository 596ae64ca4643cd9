//! `/admin/import`: what was brought in, the newest first.

use super::{
    LIST,
    text::{kind, state_badge},
};
use crate::{ApiResult, backend, page::Asked, shared::list::table};
use domain::{
    Page,
    import::{ImportState, ImportView},
    page::Window,
    url::{QueryReader, QueryWriter, href},
};
use i18n::{Locale, format, import as text, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Icon, LinkButton, PageHeader, Variant};

/// The list of imports.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let window = QueryReader::new(&asked.query).window();
    let page = backend::call(|s, by| async move { s.imports().list(&by, &window).await }).await?;
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) crumbs_label=shell::administration(locale)>
            {add(locale)}
        </PageHeader>
        {content(locale, &page)}
    }
    .into_any())
}

fn add(locale: Locale) -> AnyView {
    view! {
        <LinkButton
            href="/admin/import/new"
            label=text::add(locale)
            icon=Icon::Plus
            variant=Variant::Primary
        />
    }
    .into_any()
}

fn content(locale: Locale, page: &Page<ImportView>) -> AnyView {
    if page.data.is_empty() {
        return view! {
            <Empty icon=Icon::FileUp first_time=true title=text::empty(locale) text=text::empty_what(locale)>
                {add(locale)}
            </Empty>
        }
        .into_any();
    }
    let head = view! {
        <th scope="col">{text::column_file(locale)}</th>
        <th scope="col">{text::column_kind(locale)}</th>
        <th scope="col">{text::column_site(locale)}</th>
        <th scope="col">{text::column_state(locale)}</th>
        <th scope="col" class="num">
            {text::new_rows(locale)}
        </th>
        <th scope="col" class="num">
            {text::known(locale)}
        </th>
        <th scope="col" class="num">
            {text::refused(locale)}
        </th>
        <th scope="col">{text::column_when(locale)}</th>
        <th scope="col" class="max-xl:hidden">
            {text::column_by(locale)}
        </th>
    }
    .into_any();
    let href =
        |cursor| href(LIST, &QueryWriter::default().window(&Window { cursor, ..Window::default() }).finish());
    table(locale, text::title(locale), head, page, |import| line(locale, import), href)
}

fn line(locale: Locale, import: &ImportView) -> AnyView {
    // Nothing is known before the first check.
    let unknown =
        matches!(import.state, ImportState::Receiving | ImportState::Uploaded | ImportState::Failed);
    let number = |n: i64| if unknown { "–".to_owned() } else { format::whole(locale, n) };
    view! {
        <tr>
            <td>
                <a class="row-link" href=format!("{LIST}/{}", import.id)>
                    {import.file_name.clone()}
                </a>
            </td>
            <td data-label=text::column_kind(locale)>{kind(locale, import.kind)}</td>
            <td data-label=text::column_site(locale)>
                <b class="code">{import.site.code.clone()}</b>
            </td>
            <td data-label=text::column_state(locale)>{state_badge(locale, import)}</td>
            <td data-label=text::new_rows(locale) class="num">
                {number(import.rows_new)}
            </td>
            <td data-label=text::known(locale) class="num">
                {number(import.rows_known)}
            </td>
            <td data-label=text::refused(locale) class="num">
                {number(import.rows_refused)}
            </td>
            <td data-label=text::column_when(locale)>
                <time datetime=import.created_at.to_string()>
                    {format::date_time(locale, import.created_local)}
                </time>
            </td>
            <td data-label=text::column_by(locale) class="max-xl:hidden max-phone:flex!">
                {import.created_by.clone()}
            </td>
        </tr>
    }
    .into_any()
}
