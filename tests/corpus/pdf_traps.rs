//! Makes PDFs that would break a careless reader: pages, forms and streams in loops, and sizes that are lies.
//!
//! `hostile_limits.rs` indexes them together with those of `traps.rs`.

use std::io::Write;

use super::traps::Trap;

/// Returns all PDF traps.
pub(crate) fn traps() -> Vec<Trap> {
    vec![
        Trap::of("pages-loop.pdf", "pages-loop.pdf", || {
            pdf(&[CATALOG, "<</Type/Pages/Kids[2 0 R]/Count 1>>"], "")
        }),
        Trap::of("pages-fan.pdf", "pages-fan.pdf", pages_fan),
        Trap::of("forms-loop.pdf", "forms-loop.pdf", forms_loop),
        Trap::of("forms-fan.pdf", "forms-fan.pdf", forms_fan),
        Trap::of("prev-loop.pdf", "prev-loop.pdf", prev_loop),
        Trap::of("streams-loop.pdf", "streams-loop.pdf", streams_loop),
        Trap::of("length.pdf", "length.pdf", || {
            pdf(&page("<</Length 99999999999>>stream\nBT ET\nendstream"), "")
        }),
        Trap::of("length-loop.pdf", "length-loop.pdf", || {
            pdf(&page("<</Length 4 0 R>>stream\nBT ET\nendstream"), "")
        }),
        Trap::of("media.pdf", "media.pdf", || {
            let objects = page(EMPTY).map(|object| {
                object.replace("[0 0 600 800]", "[-1e38 -1e38 1e38 99999999999999999999]")
            });
            pdf(&objects, "")
        }),
        Trap::of("bomb.pdf", "bomb.pdf", || {
            packed_page(&vec![b' '; 300 << 20], "")
        }),
        Trap::of("text-bomb.pdf", "1 with problems", || {
            packed_page("BT /F 10 Tf <41> Tj ET ".repeat(1_000_000).as_bytes(), "")
        }),
        Trap::of("predictor.pdf", "predictor.pdf", || {
            packed_page(
                &[0; 1_000],
                "/DecodeParms<</Predictor 15/Columns 2147483647/Colors 255/BitsPerComponent 32>>",
            )
        }),
        Trap::of("filters.pdf", "filters.pdf", || {
            let filters = "/FlateDecode".repeat(10_000);
            pdf(
                &page(&format!(
                    "<</Filter[{filters}]/Length 5>>stream\nBT ET\nendstream"
                )),
                "",
            )
        }),
        Trap::of("arrays.pdf", "arrays.pdf", || {
            pdf(
                &page(&format!(
                    "{}{}",
                    "[".repeat(1_000_000),
                    "]".repeat(1_000_000)
                )),
                "",
            )
        }),
        Trap::of("ranges.pdf", "ranges.pdf", || {
            let range = format!(
                "beginbfrange <0000> <FFFF> <{}> endbfrange",
                "4E00".repeat(500_000)
            );
            fonts_of(&range)
        }),
        Trap::of("many-ranges.pdf", "1 with problems", || {
            fonts_of(&"beginbfrange <0000> <FFFF> <FFFD> endbfrange ".repeat(20_000))
        }),
        Trap::of("size.pdf", "size.pdf", || {
            pdf(&page(EMPTY), "/Size 4294967295")
        }),
        Trap::of("parent-loop.pdf", "parent-loop.pdf", || {
            let objects = page(EMPTY).map(|object| {
                object
                    .replace("/MediaBox[0 0 600 800]", "")
                    .replace("/Parent 2 0 R", "/Parent 3 0 R")
            });
            pdf(&objects, "")
        }),
    ]
}

const CATALOG: &str = "<</Type/Catalog/Pages 2 0 R>>";
const EMPTY: &str = "<</Length 5>>stream\nBT ET\nendstream";

/// Makes the objects of a document of one page with this content.
fn page(content: &str) -> [String; 4] {
    [
        CATALOG.to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>".to_owned(),
        content.to_owned(),
    ]
}

/// Makes a document of these objects, numbered from 1.
fn pdf<O: AsRef<[u8]>>(objects: &[O], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n", index + 1).bytes());
        pdf.extend(object.as_ref());
        pdf.extend(b"\nendobj\n");
    }
    let at = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    let size = match trailer.contains("/Size") {
        true => String::new(),
        false => format!("/Size {}", objects.len() + 1),
    };
    pdf.extend(format!("trailer<<{size}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n").bytes());
    pdf
}

/// A page of two characters in a font with this CMap.
fn fonts_of(cmap: &str) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> =
        page("<</Length 39>>stream\nBT /F 10 Tf 100 700 Td <4E004E01> Tj ET\nendstream")
            .map(|object| {
                let font = "/F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
                let composite =
                    "/F<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 5 0 R>>";
                object.replace(font, composite).into_bytes()
            })
            .to_vec();
    objects.push(packed(cmap.as_bytes(), ""));
    pdf(&objects, "")
}

fn packed_page(content: &[u8], parameters: &str) -> Vec<u8> {
    let mut objects: Vec<Vec<u8>> = page("").map(String::into_bytes).to_vec();
    objects[3] = packed(content, parameters);
    pdf(&objects, "")
}

/// A packed stream.
fn packed(content: &[u8], parameters: &str) -> Vec<u8> {
    let packed = deflated(content);
    let mut stream = format!(
        "<</Filter/FlateDecode{parameters}/Length {}>>stream\n",
        packed.len()
    )
    .into_bytes();
    stream.extend(packed);
    stream.extend(b"\nendstream");
    stream
}

/// Compresses into the form of zlib: the bytes of a zip member between a header and a checksum.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file("a", zip::write::SimpleFileOptions::default())
        .unwrap();
    archive.write_all(bytes).unwrap();
    let zip = archive.finish().unwrap().into_inner();
    let end = zip.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let (mut a, mut b) = (1_u32, 0_u32);
    for byte in bytes {
        a = (a + u32::from(*byte)) % 65_521;
        b = (b + a) % 65_521;
    }
    let mut zlib = vec![0x78, 0x9C];
    zlib.extend(&zip[31..end]);
    zlib.extend((b << 16 | a).to_be_bytes());
    zlib
}

/// Makes a tree of pages whose every node names the next one ten times: ten thousand million pages.
fn pages_fan() -> Vec<u8> {
    let mut objects = vec![CATALOG.to_owned()];
    for depth in 0..10 {
        let next = format!("{} 0 R ", depth + 3).repeat(10);
        objects.push(format!("<</Type/Pages/Kids[{next}]/Count 10000000000>>"));
    }
    objects.push("<</Type/Page/Parent 11 0 R/MediaBox[0 0 600 800]>>".to_owned());
    pdf(&objects, "")
}

fn form(content: &str, named: &str) -> String {
    format!(
        "<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</L {named}>>>>/Length {}>>stream\n{content}\nendstream",
        content.len()
    )
}

fn with_form(forms: &[String]) -> Vec<u8> {
    let mut objects = page("<</Length 5>>stream\n/L Do\nendstream").to_vec();
    objects[2] = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</XObject<</L 5 0 R>>>>>>".to_owned();
    objects.extend_from_slice(forms);
    pdf(&objects, "")
}

fn forms_loop() -> Vec<u8> {
    with_form(&[form("/L Do /L Do", "6 0 R"), form("/L Do /L Do", "5 0 R")])
}

/// Makes forms of which each draws the next one ten times.
fn forms_fan() -> Vec<u8> {
    let forms = (0..12).map(|depth| form(&"/L Do ".repeat(10), &format!("{} 0 R", depth + 6)));
    with_form(&forms.collect::<Vec<_>>())
}

fn prev_loop() -> Vec<u8> {
    let whole = pdf(&page(EMPTY), "");
    let at = whole.windows(5).position(|w| w == b"xref\n").unwrap();
    pdf(&page(EMPTY), &format!("/Prev {at}"))
}

/// Makes two streams of objects, each of which extends the other and lies in the other.
fn streams_loop() -> Vec<u8> {
    let stream = |extends: u32| {
        let content = "5 0 6 10 <</A 6 0 R>> <</B 5 0 R>>";
        format!(
            "<</Type/ObjStm/N 2/First 9/Extends {extends} 0 R/Length {}>>stream\n{content}\nendstream",
            content.len()
        )
    };
    let mut objects = page(EMPTY).to_vec();
    objects.extend([stream(6), stream(5)]);
    let mut bytes = pdf(&objects, "");
    // The table is a stream that names itself as its Prev, and its objects lie in each other.
    let at = bytes.len();
    let rows: [[u8; 4]; 7] = [
        [0, 0, 0, 0],
        [2, 0, 5, 0],
        [2, 0, 6, 0],
        [2, 0, 5, 1],
        [2, 0, 6, 1],
        [2, 0, 6, 0],
        [2, 0, 5, 0],
    ];
    let header = format!(
        "7 0 obj\n<</Type/XRef/Size 7/W[1 2 1]/Root 1 0 R/Prev {at}/Length {}>>stream\n",
        rows.concat().len()
    );
    bytes.extend(header.bytes());
    bytes.extend(rows.concat());
    bytes.extend(format!("\nendstream\nendobj\nstartxref\n{at}\n%%EOF\n").bytes());
    bytes
}
