//! Writes the gallery and the sign-in frame as static pages, to look at them without a server:
//! `cargo run -p ui --features ssr --example kit -- <folder> <style sheet>`.

use std::path::Path;

use leptos::prelude::*;
use ui::{
    AuthLayout, Button, Checkbox, Field, Icon, LinkButton, LinkItem, LinkSegments, PasswordField, Size,
    Variant, kit::Kit,
};

fn sign_in() -> AnyView {
    let languages =
        vec![LinkItem::new("?lang=fr", "Français").current(true), LinkItem::new("?lang=en", "English")];
    let foot = view! {
        <LinkSegments label="Langue" items=languages />
        <a href="#help">"Besoin d’aide ?"</a>
    }
    .into_any();
    view! {
        <AuthLayout product="Vigie" title="Bonjour." text="Connectez-vous pour voir l’atelier." foot=foot>
            <form method="post" class="auth-form">
                <Field label="E-mail ou identifiant" name="login" prefix=Icon::User large=true value="claire.dumas" />
                <PasswordField
                    label="Mot de passe"
                    name="password"
                    reveal="Afficher le mot de passe"
                    large=true
                    aside=view! { <a class="link" href="#lost">"Oublié ?"</a> }.into_any()
                    error=Some("Mot de passe incorrect. Encore 4 essais.".to_owned())
                />
                <Checkbox label="Rester connecté sur cet appareil" name="stay" checked=true />
                <Button label="Se connecter" variant=Variant::Primary size=Size::Large />
                <p class="auth-or">"ou"</p>
                <LinkButton href="#sso" label="Compte entreprise" icon=Icon::KeyRound size=Size::Large />
            </form>
        </AuthLayout>
    }
    .into_any()
}

fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let folder = args.next().unwrap_or_else(|| "target".to_owned());
    let sheet = args.next().unwrap_or_else(|| "vigie.css".to_owned());
    // A second call fails, and then there already is one.
    let _ = any_spawner::Executor::init_futures_executor();
    for theme in ["light", "dark", "sun"] {
        for (name, page) in
            [("kit", (|| view! { <Kit /> }.into_any()) as fn() -> AnyView), ("sign-in", sign_in)]
        {
            let body = Owner::new().with(|| page().to_html());
            let html = format!(
                "<!doctype html><html lang=\"fr\" data-theme=\"{theme}\"><head><meta charset=\"utf-8\">\
                 <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Kit</title>\
                 <link rel=\"stylesheet\" href=\"{sheet}\"></head><body>{body}</body></html>"
            );
            std::fs::write(Path::new(&folder).join(format!("{name}-{theme}.html")), html)?;
        }
    }
    Ok(())
}
