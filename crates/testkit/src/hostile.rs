//! Files that were good once, with what chance or malice changes in them.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

/// How long each look at hostile files goes on, in seconds; one when it is not said. With more than that the beginning is
/// another one each time, and said.
const SECONDS: &str = "VIGIE_FUZZ_SECONDS";
/// A reader that needs longer for one small file hangs; a busy machine in a debug build is slow, too.
const LONGEST: Duration = Duration::from_secs(20);

/// Numbers without a pattern (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { (self.next() % end as u64) as usize }
    }
}

/// Shows a reader the seeds, then changed ones, until the time is over.
///
/// # Panics
/// When the reader panics or hangs, with the file that it was shown.
pub fn hostile(seeds: &[&[u8]], mut look: impl FnMut(&[u8])) {
    let said = std::env::var(SECONDS).ok().and_then(|text| text.parse::<u64>().ok());
    let end = Instant::now() + Duration::from_secs(said.unwrap_or(1));
    let begun = match said {
        None => 0,
        Some(_) => std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_nanos() as u64),
    };
    let mut random = Random(begun);
    let mut shown = 0_u64;
    let mut show = |file: &[u8]| {
        let at = Instant::now();
        let fault = catch_unwind(AssertUnwindSafe(|| look(file))).is_err();
        if fault || at.elapsed() > LONGEST {
            let kept = std::env::temp_dir().join(format!("hostile-{}-{begun}", std::process::id()));
            let _ = std::fs::write(&kept, file);
            let how = if fault { "panics" } else { "hangs" };
            panic!("the reader {how} at {} ({} bytes, begun with {begun})", kept.display(), file.len());
        }
    };
    for seed in seeds {
        show(seed);
    }
    while Instant::now() < end {
        let mut file = seeds[random.below(seeds.len())].to_vec();
        for _ in 0..=random.below(6) {
            change(&mut file, seeds, &mut random);
        }
        file.truncate(1 << 20);
        show(&file);
        shown += 1;
    }
    eprintln!("{shown} hostile files, begun with {begun}");
}

fn change(file: &mut Vec<u8>, seeds: &[&[u8]], random: &mut Random) {
    let at = random.below(file.len() + 1);
    let some = random.below(24);
    match random.below(8) {
        0 if at < file.len() => file[at] ^= 1 << random.below(8),
        1 if at < file.len() => file[at] = [0, 0xff, 0x7f, 0x80, b'"', b'\n', b'0', b'9'][random.below(8)],
        2 => {
            let bytes: Vec<u8> = (0..some).map(|_| random.next() as u8).collect();
            file.splice(at..at, bytes);
        }
        3 => {
            let to = (at + some).min(file.len());
            file.drain(at..to);
        }
        // A part of it again, now and then often.
        4 => {
            let to = (at + some * 4).min(file.len());
            let times = if random.below(8) == 0 { 200 } else { 1 };
            let part = file[at..to].repeat(times);
            file.splice(at..at, part);
        }
        // A length or an offset that is not true.
        5 => {
            let number = [0, 1, 0x7fff_ffff, 0x8000_0000, u64::from(u32::MAX), u64::MAX, random.next()];
            let bytes = number[random.below(7)].to_be_bytes();
            let width = [1, 2, 4, 8][random.below(4)];
            for (to, from) in file.iter_mut().skip(at).zip(&bytes[8 - width..]) {
                *to = *from;
            }
        }
        6 => {
            let other = seeds[random.below(seeds.len())];
            file.truncate(at);
            file.extend_from_slice(&other[random.below(other.len() + 1)..]);
        }
        _ => file.truncate(at),
    }
}
