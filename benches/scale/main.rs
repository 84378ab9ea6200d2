//! scratch
mod plain;
use std::path::Path;
use std::time::Instant;
fn vm_hwm() -> String {
    std::fs::read_to_string("/proc/self/status")
        .unwrap_or_default()
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or("")
        .to_string()
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = Instant::now();
    match a[1].as_str() {
        "plain-index" => {
            plain::index(Path::new(&a[2]), Path::new(&a[3])).unwrap();
        }
        "ours-index" => {
            use std::io::BufRead;
            #[derive(serde::Deserialize)]
            struct L {
                id: String,
                text: String,
            }
            let w =
                xunzhang::index::Writer::open(Path::new(&a[3]), xunzhang::index::Start::Existing)
                    .unwrap();
            for (i, l) in std::io::BufReader::new(std::fs::File::open(&a[2]).unwrap())
                .lines()
                .enumerate()
            {
                let l: L = serde_json::from_str(&l.unwrap()).unwrap();
                let r = xunzhang::index::PassageRecord {
                    id: l.id,
                    role: xunzhang::report::Role::Body,
                    district: None,
                    city: None,
                    province: None,
                    year: None,
                    report_year: None,
                    kind: None,
                    report_kind: None,
                    section: vec![],
                    title: None,
                    issuer: None,
                    document_number: None,
                    published: None,
                    path: "passages.jsonl".into(),
                    line: i as u32 + 1,
                    end_line: i as u32 + 1,
                };
                w.add("abcdef012345", i as u32, l.text, r).unwrap();
            }
            println!("added {:?}", t.elapsed());
            w.commit(vec![], &[]).unwrap();
        }
        "queries" => {
            // stdin-free: draw from the passages
            use std::io::BufRead;
            let j = tantivy_jieba::jieba_rs::Jieba::new();
            let mut rng = 12345u64;
            let mut next = move || {
                rng ^= rng << 13;
                rng ^= rng >> 7;
                rng ^= rng << 17;
                rng
            };
            #[derive(serde::Deserialize)]
            struct L {
                text: String,
            }
            let texts: Vec<String> = std::io::BufReader::new(std::fs::File::open(&a[2]).unwrap())
                .lines()
                .step_by(97)
                .map(|l| serde_json::from_str::<L>(&l.unwrap()).unwrap().text)
                .collect();
            let (mut known, mut unknown) = (vec![], vec![]);
            while known.len() < 150 || unknown.len() < 50 {
                let t = &texts[next() as usize % texts.len()];
                let cs: Vec<char> = t.chars().collect();
                if known.len() < 150 {
                    let w = j.cut(t, false);
                    let w = w[next() as usize % w.len()].word;
                    let n = w.chars().count();
                    if n >= 2 && n <= 8 && j.has_word(w) {
                        known.push(w.to_string());
                    }
                }
                let n = 2 + next() as usize % 7;
                if cs.len() > n && unknown.len() < 50 {
                    let s = next() as usize % (cs.len() - n);
                    let w: String = cs[s..s + n].iter().collect();
                    if w.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) && !j.has_word(&w)
                    {
                        unknown.push(w);
                    }
                }
            }
            known.extend(unknown);
            std::fs::write(&a[3], known.join("\n")).unwrap();
        }
        "plain-query" | "ours-query" | "ours-exact" => {
            let qs = std::fs::read_to_string(&a[2]).unwrap();
            let qs: Vec<&str> = qs.lines().collect();
            let mut times = vec![];
            let mut tot = 0u64;
            let plain =
                (a[1] == "plain-query").then(|| plain::Plain::open(Path::new(&a[3])).unwrap());
            let ours = (a[1] != "plain-query")
                .then(|| xunzhang::index::Snapshot::open(Path::new(&a[3])).unwrap());
            println!("opened {:?}", t.elapsed());
            for round in 0..5 {
                if round == 1 {
                    times.clear();
                    tot = 0;
                }
                for q in &qs {
                    let t = Instant::now();
                    if let Some(p) = &plain {
                        tot += p.search(q).unwrap().0 as u64;
                    }
                    if let Some(o) = &ours {
                        let page = xunzhang::search::search(
                            o,
                            &xunzhang::query::Query::parse(q),
                            &xunzhang::search::SearchOptions {
                                mode: if a[1] == "ours-exact" {
                                    xunzhang::search::Mode::Exact
                                } else {
                                    xunzhang::search::Mode::Ranked
                                },
                                max_hits: Some(10),
                                filter: Default::default(),
                                count_facets: false,
                            },
                        )
                        .unwrap();
                        tot += page.total;
                    }
                    times.push((t.elapsed().as_secs_f64() * 1e3, q.to_string()));
                }
            }
            times.sort_by(|a, b| a.0.total_cmp(&b.0));
            println!(
                "median {:.3} p90 {:.3} p99 {:.3} max {:?} total {}",
                times[times.len() / 2].0,
                times[times.len() * 9 / 10].0,
                times[times.len() * 99 / 100].0,
                times.last().unwrap(),
                tot / 4
            );
        }
        _ => {}
    }
    println!("{} {:?} {}", a[1], t.elapsed(), vm_hwm());
}
