//! `/admin/users/requests/:id`: approve with a role and sites, or refuse.

use super::api::{ApproveRegistration, RefuseRegistration, get_registration};
use crate::{
    features::{
        site::api::site_choices,
        user::fields::{roles, sites},
    },
    layout::role,
    session::use_locale,
    shared::{
        form::Form,
        load::loaded,
        record::{Editing, use_record},
    },
};
use domain::{
    Error, Noun, Permission, RegistrationId,
    site::SiteRef,
    user::{RegistrationView, UserQuery},
};
use i18n::{common, format, registration as text, session, shell, user};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use ui::{Button, Card, Dl, DlItem, LinkItem, PageHeader, SkeletonDetail, Variant};

/// One request.
pub fn decide_page() -> AnyView {
    let locale = use_locale();
    let read = |id: Option<RegistrationId>| async move {
        let request = get_registration(id.ok_or(Error::NotFound(Noun::Registration))?).await?;
        Ok((request, site_choices().await?))
    };
    let data = use_record(Noun::Registration, Permission::UserManage, read);
    loaded(data, move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(), page)
}

fn page(((request, all_sites), replay): Editing<(RegistrationView, Vec<SiteRef>)>) -> AnyView {
    let locale = use_locale();
    let (approve, refuse) =
        (ServerAction::<ApproveRegistration>::new(), ServerAction::<RefuseRegistration>::new());
    let form = Form::new(approve, replay);
    let sent = form.clone();
    let name = format!("{} {}", request.first_name, request.last_name);
    let title = text::request_of(locale, &name);
    let summary = form.summary(move |field| match field {
        "role" => user::role(locale).to_owned(),
        "sites" => user::sites(locale).to_owned(),
        _ => session::email(locale).to_owned(),
    });
    let id = StoredValue::new(request.id.to_string());
    let rights = view! {
        {roles(locale, &form, request.role.as_str())}
        {sites(locale, &form, all_sites, &[])}
    }
    .into_any();
    view! {
        <Title text=title.clone() />
        <PageHeader
            title=title
            crumbs=vec![LinkItem::new(UserQuery::PATH, user::title(locale))]
            crumbs_label=shell::administration(locale)
        />
        <div class="page-body">
            <div class="page-narrow stack">
                <Card title=user::identity(locale)>
                    <Dl>
                        <DlItem label=session::email(locale) value=request.email.clone() />
                        <DlItem label=text::role(locale) value=role(locale, request.role) />
                        <DlItem label=text::asked_on(locale)>
                            <time datetime=request.created_at.to_string()>
                                {format::date_time(locale, request.created_local)}
                            </time>
                        </DlItem>
                    </Dl>
                </Card>
                <Card title=user::rights(locale)>
                    <div on:submit=move |_| sent.sent()>
                        <ActionForm action=approve attr:class="stack" attr:novalidate="">
                            {summary}
                            <input type="hidden" name="id" value=id.get_value() />
                            {rights}
                            <div class="form-actions">
                                <Button label=text::approve(locale) variant=Variant::Primary busy=approve.pending() />
                            </div>
                        </ActionForm>
                    </div>
                </Card>
                <Card title=text::refuse(locale)>
                    <ActionForm action=refuse attr:class="stack">
                        <input type="hidden" name="id" value=id.get_value() />
                        <p class="hint">{text::refuse_what(locale)}</p>
                        <div class="form-actions">
                            <Button label=text::refuse(locale) variant=Variant::Danger busy=refuse.pending() />
                        </div>
                    </ActionForm>
                </Card>
            </div>
        </div>
    }
    .into_any()
}
