//! `/admin/users/requests/:id`: approve with a role and sites, or refuse.

use crate::nav::role;
use crate::{
    ApiResult, backend,
    form::{Form, refused_here},
    page::{Asked, needs},
    shared::replay::Replay,
    user::{role_field, site_boxes},
};
use domain::{
    Noun, Permission, RegistrationId,
    site::SiteRef,
    user::{RegistrationView, UserQuery},
};
use i18n::{Locale, format, registration as text, session, shell, user};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Dl, DlItem, LinkItem, PageHeader, Variant};

const APPROVE: &str = "/rpc/registration/approve";
const REFUSE: &str = "/rpc/registration/refuse";

/// One request.
pub async fn decide(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    needs(Permission::UserManage)?;
    let id: RegistrationId = asked.id(Noun::Registration)?;
    let (request, sites) = backend::call(|s, by| async move {
        Ok((s.users().registration(&by, id).await?, s.sites().choices(&by).await?))
    })
    .await?;
    let replay = asked.replay().await;
    let title = text::request_of(locale, format!("{} {}", request.first_name, request.last_name));
    let refused = refused_here(locale, replay.as_ref(), &[REFUSE]);
    Ok(view! {
        {refused}
        <Title text=title.clone() />
        <PageHeader
            title=title
            crumbs=vec![LinkItem::new(UserQuery::PATH, user::title(locale))]
            crumbs_label=shell::administration(locale)
        />
        <div class="page-body">
            <div class="page-narrow stack">
                {facts(locale, &request)} {approval(locale, &request, &sites, replay.as_ref())}
                {refusal(locale, id)}
            </div>
        </div>
    }
    .into_any())
}

fn facts(locale: Locale, request: &RegistrationView) -> AnyView {
    let (at, at_local) = (request.created_at.to_string(), request.created_local);
    let (email, wanted) = (request.email.clone(), role(locale, request.role));
    view! {
        <Card title=user::identity(locale)>
            <Dl>
                <DlItem label=session::email(locale) value=email />
                <DlItem label=text::role(locale) value=wanted />
                <DlItem label=text::asked_on(locale)>
                    <time datetime=at>{format::date_time(locale, at_local)}</time>
                </DlItem>
            </Dl>
        </Card>
    }
    .into_any()
}

fn approval(
    locale: Locale,
    request: &RegistrationView,
    sites: &[SiteRef],
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, APPROVE, replay);
    let summary = form.summary(|field| {
        let words = match field {
            "role" => user::role(locale),
            "sites" => user::sites(locale),
            _ => session::email(locale),
        };
        words.to_owned()
    });
    let id = request.id.to_string();
    let rights = view! {
        {role_field(locale, &form, request.role.as_str())}
        {site_boxes(locale, &form, sites, &[])}
    }
    .into_any();
    view! {
        <Card title=user::rights(locale)>
            <form method="post" action=APPROVE class="stack" novalidate>
                {summary}
                <input type="hidden" name="id" value=id />
                {rights}
                <div class="form-actions">
                    <Button label=text::approve(locale) variant=Variant::Primary />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn refusal(locale: Locale, id: RegistrationId) -> AnyView {
    view! {
        <Card title=text::refuse(locale)>
            <form method="post" action=REFUSE class="stack">
                <input type="hidden" name="id" value=id.to_string() />
                <p class="hint">{text::refuse_what(locale)}</p>
                <div class="form-actions">
                    <Button label=text::refuse(locale) variant=Variant::Danger />
                </div>
            </form>
        </Card>
    }
    .into_any()
}
