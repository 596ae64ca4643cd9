//! `/admin/settings/templates`: every mail in every language.

use crate::{ApiResult, backend, mail::template, page::Asked, settings::beside, shared::labels::language};
use domain::mail::TemplateLine;
use i18n::{Locale, format, settings as text};
use islands::mail_preview::{TEMPLATES, href};
use leptos::prelude::*;
use ui::{Badge, Icon, Table, Tone};

/// The list.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let lines = backend::call(|s, by| async move { s.mails().templates(&by).await }).await?;
    let content = view! {
        <div class="stack">
            <header>
                <h2 class="text-xl font-bold">{text::templates(locale)}</h2>
                <p class="mt-1 text-ink-2">{text::templates_what(locale)}</p>
            </header>
            {table(locale, &lines)}
        </div>
    };
    Ok(beside(locale, text::templates(locale), TEMPLATES, "", content.into_any()))
}

fn table(locale: Locale, lines: &[TemplateLine]) -> AnyView {
    let head = view! {
        <th scope="col">{text::template_name(locale)}</th>
        <th scope="col">{text::template_language(locale)}</th>
        <th scope="col">{text::template_subject(locale)}</th>
        <th scope="col">{text::template_state(locale)}</th>
    }
    .into_any();
    let rows = lines.iter().map(|l| line(locale, l)).collect_view();
    view! {
        <div class="card overflow-clip">
            <Table caption=text::templates(locale) head=head stacked=true>
                {rows}
            </Table>
        </div>
    }
    .into_any()
}

fn line(locale: Locale, line: &TemplateLine) -> AnyView {
    let state = match line.changed {
        true => view! { <Badge label=text::template_changed(locale) tone=Tone::Info icon=Icon::Pencil /> }
            .into_any(),
        false => view! { <span class="text-ink-2">{text::template_original(locale)}</span> }.into_any(),
    };
    let by = line.updated_by.clone().zip(line.updated_local).filter(|_| line.changed).map(|(name, at)| {
        view! { <span class="block text-sm text-ink-2">{format!("{name}, {}", format::date_time(locale, at))}</span> }
    });
    view! {
        <tr>
            <td data-label=text::template_name(locale)>
                <a class="row-link" href=href(line.template, line.language)>
                    {template(locale, line.template)}
                </a>
            </td>
            <td data-label=text::template_language(locale)>{language(locale, line.language)}</td>
            <td data-label=text::template_subject(locale) class="wrap-anywhere">{line.subject.clone()}</td>
            <td data-label=text::template_state(locale)>{state} {by}</td>
        </tr>
    }
    .into_any()
}
