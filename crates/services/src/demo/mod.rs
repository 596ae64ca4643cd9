//! The demonstration plant: two sites, 120 equipments, twelve people and two years of work orders, drawn
//! from a seed and dated relative to today. And the larger, plainer data that the benchmark measures on.

mod bench;
mod calendar;
mod campaigns;
mod checklists;
mod codes;
mod history;
mod insert;
mod messages;
mod people;
mod plant;
mod rng;
mod rows;
mod team;
mod texts;
mod trades;
mod work;

pub use bench::BenchSize;
pub use people::{DEMO_ACCOUNTS, DEMO_PASSWORD};

use crate::{Services, access::Writer};
use domain::{
    Caller, Noun, Permission, Result, Timestamp,
    audit::{Action, Change},
};
use entity::user;
use plant::Plant;
use sea_orm::{EntityTrait, PaginatorTrait};

/// Rows of one insert: with at most 32 columns well below what either database takes.
const BATCH: usize = 500;

/// Loading of made-up data into an empty database.
pub struct DemoService<'a>(pub(crate) &'a Services);

/// How much was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loaded {
    pub equipment: usize,
    pub interventions: usize,
}

impl DemoService<'_> {
    /// Loads the demonstration plant, unless anybody has an account already: then `None`, and nothing is
    /// touched. One transaction; the same `now` gives the same rows.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`] or [`domain::Error::Internal`] of the database; nothing is loaded then.
    pub async fn load(&self, now: Timestamp) -> Result<Option<Loaded>> {
        let Some((mut w, hash)) = self.begin("demo").await? else { return Ok(None) };
        let plant = Plant::read();
        let history = history::history(&plant, &texts::Texts::read(), now);
        let start = now.plus_seconds(-(history::DAYS + 30) * 86_400);
        let people = insert::people(&w, &hash, start).await?;
        trades::give(&w, &people).await?;
        let ids = insert::places(&w, &plant, &people, start).await?;
        insert::user_sites(&w, &plant, &people, &ids.sites).await?;
        team::follow(&w, &people, &ids.sites).await?;
        let equipment = insert::equipment(&w, &plant, &history, &ids, &people, now).await?;
        let orders = insert::work_orders(&w, &plant, &history, &ids.sites, &equipment, &people).await?;
        work::follow(&w, &plant, &history, &orders, &people, (&ids.sites, &equipment)).await?;
        checklists::follow(&w, &plant, &history, &orders, &people, (&ids.sites, &ids.types)).await?;
        let places = (&*ids.sites, &*ids.types, &*equipment);
        campaigns::follow(&w, &plant, &history, &orders, &people, places).await?;
        messages::follow(&w, &plant, &people, (&ids.sites, &equipment)).await?;
        for (place, id) in ids.sites.iter().enumerate() {
            let name = &plant.sites[place].name;
            let story = serde_json::json!({ "demonstration": true, "name": name });
            w.record(Change::new(Action::Created, Noun::Site, id.0, Some(*id)).after(story.to_string()));
        }
        w.commit().await?;
        Ok(Some(Loaded { equipment: equipment.len(), interventions: history.len() }))
    }

    /// A transaction on a database without accounts, and the hash of the demonstration password.
    async fn begin(&self, name: &str) -> Result<Option<(Writer, String)>> {
        let by = Caller::system(name, &[Permission::SettingsManage]);
        if user::Entity::find().count(self.0.read(&by, Permission::SettingsManage)?.db).await? > 0 {
            return Ok(None);
        }
        // Before the transaction: it takes longer than all the rest.
        let hash = crate::password::hash(DEMO_PASSWORD).await?;
        let w = self.0.write(&by, Permission::SettingsManage).await?;
        let empty = user::Entity::find().count(w.tx()).await? == 0;
        Ok(empty.then_some((w, hash)))
    }
}
