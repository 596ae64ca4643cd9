//! Everything that is typed, chosen or dropped.

use leptos::prelude::*;

use super::Part;
use crate::{
    Checkbox, Choice, ErrorSummary, Field, FileField, Icon, PasswordField, RadioGroup, Segmented, Select,
    Switch, TextArea,
};

fn choices(pairs: &[(&str, &str)]) -> Vec<Choice> {
    pairs.iter().map(|&(value, label)| (value.to_owned(), label.to_owned())).collect()
}

#[component]
pub(super) fn Fields() -> AnyView {
    let errors = vec![
        ("pressure".to_owned(), "Pression : entre 0 et 400 bar".to_owned()),
        ("site_bad".to_owned(), "Site : à choisir".to_owned()),
        (String::new(), "Cet équipement a été modifié entre-temps.".to_owned()),
    ];
    let sites = [("nord", "Site Nord"), ("sud", "Site Sud")];
    view! {
        <Part title="Champs">
            <form method="get" class="grid gap-4">
                <ErrorSummary title="3 points à corriger" errors=errors />
                <div class="form-grid">
                    <Field label="Désignation" name="name" value="Presse hydraulique 250 t" required=true />
                    <Field label="N° de série" name="serial" value="250-04" hint="Sur la plaque, côté pupitre" optional="facultatif" />
                    <Field
                        label="Pression"
                        name="pressure"
                        value="1800"
                        suffix="bar"
                        inputmode="decimal"
                        error=Some("Entre 0 et 400 bar".to_owned())
                    />
                    <Field label="Recherche" name="q" kind="search" prefix=Icon::Search placeholder="Code, nom, n° de série" />
                    <Field label="Mise en service" name="since" kind="date" value="2014-03-01" />
                    <Field label="Désactivé" name="off" value="Verrouillé" disabled=true />
                    <Select label="Site" name="site" options=choices(&sites) selected="nord" />
                    <Select
                        label="Site, en erreur"
                        name="site_bad"
                        empty="Choisir…"
                        groups=vec![("France".to_owned(), choices(&sites)), ("Belgique".to_owned(), choices(&[("liege", "Liège")]))]
                        error=Some("À choisir".to_owned())
                    />
                    <PasswordField
                        label="Mot de passe"
                        name="password"
                        reveal="Afficher le mot de passe"
                        aside=view! { <a class="link" href="#lost">"Oublié ?"</a> }.into_any()
                    />
                    <TextArea label="Commentaire" name="note" class="wide" value="Fuite au niveau du joint.\nÀ surveiller." hint="Visible de l’atelier" />
                    <FileField
                        label="Déposez un fichier ici"
                        name="file"
                        class="wide"
                        icon=Icon::FileUp
                        accept=".csv,.xlsx"
                        hint="CSV ou Excel, 20 Mo au plus"
                    />
                </div>
                <div class="flex flex-wrap gap-x-6 gap-y-2">
                    <Checkbox label="Coché" name="on" checked=true />
                    <Checkbox label="Vide" name="empty" />
                    <Checkbox label="Inactif" name="dead" disabled=true />
                    <Checkbox label="J’accepte" name="agree" error=Some("À cocher pour continuer".to_owned()) />
                    <Switch label="Actif" name="active" checked=true />
                    <Switch label="Coupé" name="cut" hint="Sinon, elle compte aussitôt." />
                </div>
                <div class="form-grid">
                    <RadioGroup
                        label="Urgence"
                        name="urgency"
                        options=choices(&[("p1", "P1 Critique"), ("p2", "P2 Haute"), ("p3", "P3 Normale")])
                        selected="p2"
                    />
                    <Segmented
                        label="Thème"
                        name="theme"
                        options=choices(&[("", "Système"), ("light", "Clair"), ("dark", "Sombre"), ("sun", "Plein soleil")])
                        icons=vec![Icon::Monitor, Icon::Sun, Icon::Moon, Icon::SunMedium]
                        selected="light"
                    />
                </div>
            </form>
        </Part>
    }
    .into_any()
}
