//! `/admin/users/:id`: one account: what it is, what it may do, where it is signed in.

use super::{
    edit::edit,
    fields::Choices,
    invitation::{INVITE, invitation},
    sessions::{END, open_sessions},
    skills::facts as trade,
    switch::{ACTIVE, switch},
    text::{full_name, state_badge},
};
use crate::nav::role;
use crate::{
    ApiResult,
    account::{session_line::SessionLine, sign_ins},
    backend,
    form::refused_here,
    page::Asked,
    session::{may, use_viewer},
    shared::replay::Replay,
};
use domain::{
    Noun, Permission, UserId,
    audit::AuditQuery,
    error::if_allowed,
    user::{SignInView, UserDetail, UserQuery},
};
use i18n::{Locale, shell, user as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Banner, Button, Card, Dl, DlItem, Icon, LinkItem, PageHeader, Tone};

const UNLOCK: &str = "/rpc/user/unlock";
const REMOVE_STEP: &str = "/rpc/user/remove-second-step";

/// An account, and what only those who administer accounts see.
struct Read {
    detail: UserDetail,
    sessions: Vec<SessionLine>,
    sign_ins: Vec<SignInView>,
    all: Choices,
}

async fn read(id: UserId, manages: bool) -> ApiResult<Read> {
    backend::call(|s, by| async move {
        let detail = s.users().detail(&by, id).await?;
        let mut all = Choices { sites: vec![], skills: vec![] };
        if manages {
            all = Choices { sites: s.sites().choices(&by).await?, skills: s.users().skills(&by).await? };
        }
        // Where and on what an administrator works is nothing for who ranks lower.
        let Some(sessions) = if_allowed(s.users().sessions(&by, id).await)? else {
            return Ok(Read { detail, sessions: vec![], sign_ins: vec![], all });
        };
        let now = s.now();
        let sessions = sessions.into_iter().map(|session| SessionLine::new(session, now)).collect();
        Ok(Read { detail, sessions, sign_ins: s.users().sign_ins(&by, id).await?, all })
    })
    .await
}

/// One account.
pub async fn detail(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let id: UserId = asked.id(Noun::User)?;
    let manages = may(Permission::UserManage);
    let read = read(id, manages).await?;
    let replay = asked.replay().await;
    let (name, active) = (full_name(&read.detail.user), read.detail.user.is_active);
    let own = is_own(id);
    let action = (manages && !own).then(|| switch(locale, id, &name, active));
    let refused = refused_here(locale, replay.as_ref(), &[ACTIVE, UNLOCK, END, REMOVE_STEP, INVITE]);
    let inactive = (!active)
        .then(|| view! { <Banner tone=Tone::Warn round=true>{text::inactive_what(locale)}</Banner> });
    let body = match manages {
        true => administration(locale, &read, replay.as_ref()),
        false => facts(locale, &read.detail),
    };
    Ok(view! {
        {refused}
        <Title text=name.clone() />
        <PageHeader
            title=name
            crumbs=vec![LinkItem::new(UserQuery::PATH, text::title(locale))]
            crumbs_label=shell::administration(locale)
        >
            {action}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow stack">{inactive} {body}</div>
        </div>
    }
    .into_any())
}

fn is_own(id: UserId) -> bool {
    use_viewer().is_some_and(|viewer| viewer.id == id)
}

/// What those who only read accounts see.
fn facts(locale: Locale, detail: &UserDetail) -> AnyView {
    let user = &detail.user;
    let sites: Vec<&str> = detail.sites.iter().map(|s| s.name.as_str()).collect();
    let (state, sites) = (state_badge(locale, user), sites.join(", "));
    let (username, email, role) = (user.username.clone(), user.email.clone(), role(locale, user.role));
    let trade = trade(locale, detail.technician.as_ref());
    view! {
        <Card title=text::identity(locale)>
            <p class="mb-3">{state}</p>
            <Dl>
                <DlItem label=text::username(locale) value=username />
                <DlItem label=text::email(locale) value=email />
                <DlItem label=text::role(locale) value=role />
                <DlItem label=text::sites(locale) value=sites />
                {trade}
            </Dl>
        </Card>
    }
    .into_any()
}

fn administration(locale: Locale, read: &Read, replay: Option<&Replay>) -> AnyView {
    let detail = &read.detail;
    let id = detail.user.id;
    let trail = AuditQuery { user: Some(id), ..AuditQuery::default() }.href();
    let trail = may(Permission::AuditRead).then(|| {
        view! { <p><a class="link" href=trail>{text::trail(locale)}</a></p> }
    });
    let sign_ins = sign_ins::rows(locale, &read.sign_ins);
    let locked = detail.locked_seconds.is_some().then(|| lock(locale, id));
    view! {
        {locked}
        {invitation(locale, id, detail.invitation.clone(), detail.user.is_active)}
        {edit(locale, detail, &read.all, replay)}
        {open_sessions(locale, id, &read.sessions)}
        {second_step(locale, id, detail.second_step)}
        <Card title=text::sign_ins(locale)>{sign_ins}</Card>
        {trail}
    }
    .into_any()
}

/// After too many wrong passwords: the way to let the person in again.
fn lock(locale: Locale, id: UserId) -> AnyView {
    view! {
        <Banner tone=Tone::Warn round=true>{text::locked_what(locale)}</Banner>
        <form method="post" action=UNLOCK>
            <input type="hidden" name="id" value=id.to_string() />
            <Button label=text::unlock(locale) icon=Icon::KeyRound />
        </form>
    }
    .into_any()
}

/// Whether sign-in asks for a code, and the way out for somebody who has lost it.
fn second_step(locale: Locale, id: UserId, on: bool) -> AnyView {
    let (tone, word) = match on {
        true => (Tone::Ok, text::second_step_on(locale)),
        false => (Tone::Mute, text::second_step_off(locale)),
    };
    let action = (on && !is_own(id)).then(|| {
        view! {
            <p class="hint">{text::second_step_remove_what(locale)}</p>
            <form method="post" action=REMOVE_STEP class="form-actions">
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=text::second_step_remove(locale) />
            </form>
        }
    });
    let none = (!on).then(|| view! { <p class="hint">{text::second_step_none(locale)}</p> });
    view! {
        <Card title=text::second_step(locale) mark=view! { <Badge label=word tone=tone /> }.into_any()>
            <div class="stack">{none} {action}</div>
        </Card>
    }
    .into_any()
}
