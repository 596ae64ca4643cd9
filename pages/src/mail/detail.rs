//! `/admin/outbox/:id`: what a mail says, what became of it, and the way to send it now.

use super::text::{self as words, template};
use crate::{ApiResult, backend, form::refused_here, job::trouble, page::Asked, shared::labels::language};
use domain::{
    MailId, Noun,
    mail::{MailDetail, MailQuery, MailState, may_retry},
};
use i18n::{Locale, format, mail as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Banner, Button, Card, Dl, DlItem, Icon, LinkItem, PageHeader, Tone, Variant};

const RETRY: &str = "/rpc/mail/retry";

/// The page of a mail.
pub async fn detail(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let id: MailId = asked.id(Noun::Mail)?;
    let detail = backend::call(|s, by| async move { s.mails().get(&by, id).await }).await?;
    let refused = refused_here(locale, asked.replay().await.as_ref(), &[RETRY]);
    Ok(view! {
        {refused}
        {page(locale, detail)}
    }
    .into_any())
}

fn page(locale: Locale, detail: MailDetail) -> AnyView {
    let MailDetail { mail, text: body, .. } = detail;
    let title = text::title_one(locale, format::whole(locale, mail.id.0));
    let crumbs = vec![LinkItem::new(MailQuery::PATH, text::title(locale))];
    let send = (may_retry(mail.state) && body.is_some()).then(|| {
        view! {
            <form method="post" action=RETRY>
                <input type="hidden" name="id" value=mail.id.to_string() />
                <Button label=text::send_now(locale) icon=Icon::Send variant=Variant::Primary />
            </form>
        }
    });
    let to = if mail.to_name.is_empty() {
        mail.to_email.clone()
    } else {
        format!("{} <{}>", mail.to_name, mail.to_email)
    };
    let answer = mail.last_answer.as_deref().map(|why| trouble(locale, why)).unwrap_or_default();
    let instant = move |at: Option<_>| at.map(|at| format::date_time(locale, at)).unwrap_or_default();
    let said = match body {
        Some(body) => {
            view! { <pre class="font-sans whitespace-pre-wrap wrap-anywhere">{body}</pre> }.into_any()
        }
        None => view! { <p class="text-ink-2">{text::text_gone(locale)}</p> }.into_any(),
    };
    let kept = (mail.state == MailState::Kept)
        .then(|| view! { <Banner tone=Tone::Info round=true>{text::kept_what(locale)}</Banner> });
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=i18n::shell::administration(locale)>
            {send}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow stack">
                {kept}
                <Card title=mail.subject.clone()>{said}</Card>
                <Card title=text::details(locale)>
                    <Dl>
                        <DlItem label=text::state(locale)>{words::badge(locale, mail.state)}</DlItem>
                        <DlItem label=text::to(locale) value=to />
                        <DlItem label=text::template(locale) value=template(locale, mail.template) />
                        <DlItem label=text::language(locale) value=language(locale, mail.language) />
                        <DlItem label=text::created(locale) value=instant(Some(mail.created_local)) />
                        <DlItem label=text::attempts(locale) value=format::whole(locale, mail.attempts.into()) />
                        <DlItem label=text::next(locale) value=instant(mail.next_try_local) />
                        <DlItem label=text::sent(locale) value=instant(mail.sent_local) />
                        <DlItem label=text::answer(locale) value=answer />
                    </Dl>
                </Card>
            </div>
        </div>
    }
    .into_any()
}
