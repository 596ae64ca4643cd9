//! `/admin/outbox/:id`: what a mail says, what became of it, and the way to send it now.

use super::{
    api::{RetryMail, get_mail},
    text as words,
};
use crate::{
    features::job::text::trouble,
    session::{may, use_locale},
    shared::{
        error_text,
        form::Form,
        load::{failed, loaded},
        replay::use_replay,
    },
};
use domain::{
    Error, MailId, Noun, Permission,
    mail::{MailDetail, MailQuery, MailState, may_retry},
    user::Language,
};
use i18n::{Locale, common, format, mail as text};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::{Banner, Button, Card, Dl, DlItem, Icon, LinkItem, PageHeader, SkeletonDetail, Tone, Variant};

/// The page of a mail.
pub fn detail_page() -> AnyView {
    let locale = use_locale();
    if !may(Permission::MailManage) {
        return failed(&Error::Forbidden);
    }
    let params = use_params_map();
    let retry = ServerAction::<RetryMail>::new();
    let key = move || (params.with(|p| p.get("id")), retry.version().get());
    let mail = Resource::new(key, |(id, _)| async move {
        match id.and_then(|id| id.parse::<MailId>().ok()) {
            Some(id) => get_mail(id).await,
            None => Err(Error::NotFound(Noun::Mail).into()),
        }
    });
    let replay = use_replay();
    let refused = move || {
        Suspend::new(async move {
            let answer = Form::new(retry, replay.await.ok().flatten()).answer();
            move || {
                let error = answer.get()?;
                Some(view! { <Banner tone=Tone::Danger>{error_text::error(locale, &error)}</Banner> })
            }
        })
    };
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    view! {
        <div>
            <Transition>{refused}</Transition>
        </div>
        {loaded(mail, skeleton, move |detail| page(locale, detail, retry))}
    }
    .into_any()
}

fn page(locale: Locale, detail: MailDetail, retry: ServerAction<RetryMail>) -> AnyView {
    let MailDetail { mail, text: body, .. } = detail;
    let title = text::title_one(locale, format::whole(locale, mail.id.0));
    let crumbs = vec![LinkItem::new(MailQuery::PATH, text::title(locale))];
    let send = (may_retry(mail.state) && body.is_some()).then(|| {
        view! {
            <ActionForm action=retry>
                <input type="hidden" name="id" value=mail.id.to_string() />
                <Button label=text::send_now(locale) icon=Icon::Send variant=Variant::Primary busy=retry.pending() />
            </ActionForm>
        }
    });
    let language = match mail.language {
        Language::Fr => common::language_fr(locale),
        Language::En => common::language_en(locale),
    };
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
                        <DlItem label=text::template(locale) value=words::template(locale, mail.template) />
                        <DlItem label=text::language(locale) value=language />
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
