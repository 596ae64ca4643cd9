//! What the components say in HTML: escaping, what assistive technology reads, and no inline style.
#![cfg(feature = "ssr")]

use leptos::prelude::*;
use ui::*;

/// The HTML that a server would send.
fn html(view: impl FnOnce() -> AnyView) -> String {
    // Effects of a component need an executor, even where they never run.
    let _ = any_spawner::Executor::init_futures_executor();
    let owner = Owner::new();
    owner.with(|| view().to_html())
}

#[test]
fn words_of_users_are_escaped() {
    let nasty = r#"<script>alert("x")</script>"#;
    let page = html(|| {
        view! {
            <Badge label=nasty />
            <Field label=nasty name="name" value=nasty hint=nasty error=Some(nasty.to_owned()) />
            <TextArea label="Note" name="note" value=nasty />
            <Select label="Site" name="site" options=vec![(nasty.to_owned(), nasty.to_owned())] />
            <LinkButton href=nasty label=nasty />
            <Empty icon=Icon::Package title=nasty text=nasty />
        }
        .into_any()
    });
    assert!(!page.contains("<script"), "{page}");
    assert!(page.contains("&lt;script&gt;"));
}

#[test]
fn a_field_in_error_says_so_to_everyone() {
    let page = html(|| {
        view! { <Field label="Pression" name="draft[pressure]" hint="En bar" error=Some("Entre 0 et 400".to_owned()) /> }
            .into_any()
    });
    assert!(page.contains(r#"id="f-draft-pressure""#), "{page}");
    assert!(page.contains(r#"for="f-draft-pressure""#));
    assert!(page.contains(r#"aria-invalid="true""#));
    assert!(page.contains(r#"aria-describedby="f-draft-pressure-hint f-draft-pressure-error""#));
    assert!(page.contains(r#"id="f-draft-pressure-error""#));
    assert!(page.contains("Entre 0 et 400"));
}

#[test]
fn a_valid_field_carries_no_error_attribute() {
    let page = html(|| view! { <Field label="Nom" name="name" required=true /> }.into_any());
    assert!(!page.contains("aria-invalid"), "{page}");
    assert!(!page.contains("aria-describedby"));
    assert!(page.contains("required"));
}

#[test]
fn the_error_summary_links_to_each_field() {
    let errors = vec![("draft[code]".to_owned(), "Code déjà pris".to_owned())];
    let page = html(|| view! { <ErrorSummary title="1 champ à corriger" errors=errors /> }.into_any());
    assert!(page.contains(r##"href="#f-draft-code""##), "{page}");
    assert!(page.contains(r#"role="alert""#));
    assert!(page.contains(r#"tabindex="-1""#));
}

#[test]
fn a_sorted_column_says_its_order_and_links_to_the_other() {
    let page = html(|| {
        view! {
            <SortHeader label="Code" href="?sort=-code" sorted=Sorted::Ascending />
            <SortHeader label="Nom" href="?sort=name" />
        }
        .into_any()
    });
    assert_eq!(page.matches("aria-sort").count(), 1, "{page}");
    assert!(page.contains(r#"aria-sort="ascending""#));
    assert!(page.contains(r#"href="?sort=-code""#));
}

#[test]
fn a_busy_button_keeps_its_words() {
    let page = html(|| view! { <Button label="Valider" busy=true /> }.into_any());
    assert!(page.contains(r#"aria-busy="true""#), "{page}");
    assert!(page.contains("Valider"));
    assert!(page.contains("spin"));
}

#[test]
fn a_refused_action_stays_reachable_and_says_why() {
    let page = html(|| view! { <Button label="Clore" reason="Il manque le rapport" /> }.into_any());
    assert!(page.contains(r#"aria-disabled="true""#), "{page}");
    assert!(page.contains(r#"aria-description="Il manque le rapport""#));
    assert!(!page.contains(" disabled"));
}

#[test]
fn a_pager_without_a_next_page_draws_no_link() {
    let pager = |next: Option<String>| {
        html(|| {
            view! {
                <Pager
                    label="Pages"
                    text="1 à 50 sur 128"
                    previous=None
                    next=next
                    previous_label="Précédente"
                    next_label="Suivante"
                />
            }
            .into_any()
        })
    };
    assert_eq!(pager(None).matches("<a ").count(), 0);
    assert_eq!(pager(Some("?page=2".into())).matches("<a ").count(), 1);
}

#[test]
fn icons_are_hidden_from_assistive_technology() {
    for (name, icon) in Icon::ALL {
        let page = html(|| view! { <Glyph icon=*icon /> }.into_any());
        assert!(page.contains(r#"aria-hidden="true""#));
        assert!(icon.path().starts_with('M'), "{} starts with a relative move", name);
    }
}

#[test]
fn the_frame_marks_the_page_shown() {
    let items = vec![NavItem::new("/a", "A", Icon::Cog), NavItem::new("/b", "B", Icon::Cog).current(true)];
    let groups = vec![NavGroup { title: None, items }];
    let text = ShellText {
        product: "Vigie".into(),
        skip: "Aller au contenu".into(),
        navigation: "Navigation".into(),
        menu: "Menu".into(),
    };
    let page = html(|| {
        view! {
            <Shell text=text groups=groups dock=vec![]>
                <PageHeader title="Page" />
            </Shell>
        }
        .into_any()
    });
    assert_eq!(page.matches(r#"aria-current="page""#).count(), 1, "{page}");
    assert!(page.contains(r##"href="#main""##));
    assert!(page.contains(r#"id="main""#));
}

/// The page's policy refuses inline styles, so no component may write one. Every component is in the kit.
#[test]
fn no_component_writes_an_inline_style() {
    let page = html(|| view! { <kit::Kit /> }.into_any());
    assert!(!page.contains("style="), "an inline style in the kit");
    assert!(!page.contains("<style"));
    let auth = html(|| view! { <AuthLayout product="Vigie" title="Bonjour.">""</AuthLayout> }.into_any());
    assert!(!auth.contains("style="));
    let flash = html(|| view! { <Flash text="Fait" close_href="/" close_label="Fermer" /> }.into_any());
    assert!(!flash.contains("style="));
}

#[test]
fn ids_are_unique_in_the_kit() {
    let page = html(|| view! { <kit::Kit /> }.into_any());
    let mut ids: Vec<&str> =
        page.split(r#" id=""#).skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}
