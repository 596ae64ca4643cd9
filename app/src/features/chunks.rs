//! Pages that travel to the browser together. Code that several chunks share gets chunks of its own, one for
//! each combination: a chunk per page would make a hundred and forty of them, a chunk per area makes a few.

use super::{
    account, document, equipment, home::Home, import, login, mail_template, palette, password_reset,
    registration, second_step, settings, setup, user,
};
use leptos::prelude::*;
use leptos_router::{ChooseView, hooks::use_location};

/// Declares the pages of one chunk: `view` draws any of them. `lazy` gives its loader the name `__preload_VIEW`.
macro_rules! chunk {
    ($(#[$meta:meta])* $pages:ident, $view:ident: $($page:ident => $draw:path),+ $(,)?) => {
        $(#[$meta])*
        #[derive(Clone, Copy)]
        pub enum $pages { $($page),+ }

        #[lazy]
        fn $view(page: $pages) -> AnyView {
            match page { $($pages::$page => $draw()),+ }
        }
    };
}

chunk! {
    /// The lists, where most visits begin.
    ListPage, list_chunk:
    EquipmentList => equipment::list_page,
}

chunk! {
    /// Before anybody is signed in.
    DoorPage, door_chunk:
    Login => login::login_page,
    ForgotPassword => password_reset::forgot_page,
    ResetPassword => password_reset::reset_page,
    Invitation => password_reset::invitation_page,
    Code => second_step::code_page,
    Register => registration::ask_page,
    ConfirmRegistration => registration::confirm_page,
    Setup => setup::setup_page,
}

chunk! {
    /// One machine, one intervention: where people go from the lists.
    RecordPage, record_chunk:
    Equipment => equipment::detail_page,
    EquipmentForm => equipment::form_page,
    EquipmentLabel => equipment::label::label_page,
    DocumentForm => document::form_page,
}

chunk! {
    /// What stands under "Administration", which most people seldom open: the import, the people, the platform itself.
    AdminPage, admin_chunk:
    ImportList => import::list_page,
    NewImport => import::new_page,
    Import => import::import_page,
    Settings => settings::settings_page,
    TemplateList => mail_template::list_page,
    Template => mail_template::edit_page,
    UserList => user::list_page,
    NewUser => user::new_page,
    User => user::detail_page,
    Registration => registration::decide_page,
}

chunk! {
    /// One's own account, and the gallery of components.
    OwnPage, own_chunk:
    Account => account::account_page,
    SecondStep => second_step::own_page,
    Kit => super::kit::kit_page,
}

/// What the search from anywhere is made of: the list of its dialog, and its page.
#[derive(Clone, Copy)]
pub struct PaletteChunk {
    pub(crate) body: islands::palette::Draw,
    page: fn() -> AnyView,
}

#[lazy]
pub(crate) fn palette_chunk() -> PaletteChunk {
    PaletteChunk { body: islands::palette::body, page: palette::page }
}

/// A page of the application, by the chunk it travels in.
#[derive(Clone, Copy)]
pub enum Page {
    /// Drawn by the server alone: the browser loads the document.
    Document,
    /// In the main chunk.
    Home,
    Search,
    List(ListPage),
    Door(DoorPage),
    Record(RecordPage),
    Admin(AdminPage),
    Own(OwnPage),
}

/// Loads the document of the address that a link leads to.
fn load_document() -> AnyView {
    let to = use_location();
    Effect::new(move |_| {
        let (path, search) = (to.pathname.get_untracked(), to.search.get_untracked());
        let address = domain::url::href(&path, search.trim_start_matches('?'));
        // Fails only where the document may not navigate.
        let _ = window().location().assign(&format!("{address}{}", to.hash.get_untracked()));
    });
    ().into_any()
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        match self {
            Self::Document => load_document(),
            Self::Home => Home().into_any(),
            Self::Search => (palette_chunk().await.page)(),
            Self::List(page) => list_chunk(page).await,
            Self::Door(page) => door_chunk(page).await,
            Self::Record(page) => record_chunk(page).await,
            Self::Admin(page) => admin_chunk(page).await,
            Self::Own(page) => own_chunk(page).await,
        }
    }

    async fn preload(&self) {
        // On the server there is nothing to load.
        #[cfg(target_arch = "wasm32")]
        match self {
            Self::Document | Self::Home => {}
            Self::Search => __preload_palette_chunk().await,
            Self::List(_) => __preload_list_chunk().await,
            Self::Door(_) => __preload_door_chunk().await,
            Self::Record(_) => __preload_record_chunk().await,
            Self::Admin(_) => __preload_admin_chunk().await,
            Self::Own(_) => __preload_own_chunk().await,
        }
    }
}
