//! Attachments, written here: what their texts and metadata give away, and what cannot be read.

use std::io::{Cursor, Write as _};

use lopdf::{Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};
use zhiku::gate::rules::attachments::contents::Contents;
use zhiku::gate::rules::attachments::reading::contents;
use zhiku::gate::rules::examine::{Nature, examine};
use zhiku::gate::rules::own::OwnRules;
use zhiku::gate::rules::rule::Rule;
use zip::write::SimpleFileOptions;

/// An archive of `parts`.
pub fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An office file of `parts`.
pub fn office(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut all: Vec<(&str, &[u8])> = vec![("[Content_Types].xml", b"<Types/>")];
    all.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes())));
    archive(&all)
}

/// The body of a docx.
pub fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"w\"><w:body><w:p>{body}</w:p></w:body></w:document>"
    )
}

/// A PDF of one page with `text`, and what `more` adds.
fn pdf(text: &str, more: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font =
        document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let stream = format!("BT /F1 12 Tf 50 700 Td ({text}) Tj ET").into_bytes();
    let content = document.add_object(Stream::new(dictionary! {}, stream));
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let kids = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(kids));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document.trailer.set(
        "ID",
        vec![Object::string_literal("0123456789abcdef"), Object::string_literal("0123456789abcdef")],
    );
    more(&mut document);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A PDF whose page shows the `lines`, each in Chinese and placed by itself.
fn chinese_pdf(lines: &[&str]) -> Vec<u8> {
    pdf("", |document| {
        let font = document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "BaseFont" => "SimSun", "Encoding" => "UniGB-UCS2-H",
        });
        let shown = lines.iter().map(|line| {
            let hex: String = line.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
            format!("BT /F1 12 Tf 50 700 Td <{hex}> Tj ET\n")
        });
        let content =
            document.add_object(Stream::new(dictionary! {}, shown.collect::<String>().into_bytes()));
        let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
        let (_, page) = document.get_pages().into_iter().next().unwrap();
        let page = document.get_dictionary_mut(page).unwrap();
        page.set("Contents", content);
        page.set("Resources", resources);
    })
}

#[test]
fn a_star_of_another_font_stands_behind_its_words() {
    assert_eq!(rules("函.pdf", &chinese_pdf(&["关于机密", "★ 十年的函"])), [Rule::SecrecyMark]);
    assert_eq!(rules("函.pdf", &chinese_pdf(&["不属于国家秘密", "学习要点"])), []);
}

/// A TIFF directory with a position and an author, as EXIF has it.
fn exif() -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [
            tag.to_le_bytes().to_vec(),
            kind.to_le_bytes().to_vec(),
            count.to_le_bytes().to_vec(),
            value.to_le_bytes().to_vec(),
        ]
        .concat()
    };
    // Artist at 38, the directory of the position at 50.
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(0x013B, 2, 12, 38));
    tiff.extend(entry(0x8825, 4, 1, 50));
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(b"Zhang Weimin");
    assert_eq!(tiff.len(), 50);
    tiff.extend(2_u16.to_le_bytes());
    tiff.extend(entry(1, 2, 2, u32::from(b'N')));
    tiff.extend(entry(2, 5, 3, 80));
    tiff.extend(0_u32.to_le_bytes());
    for (value, scale) in [(25_u32, 1_u32), (2, 1), (1234, 100)] {
        tiff.extend(value.to_le_bytes());
        tiff.extend(scale.to_le_bytes());
    }
    tiff
}

/// A JPEG that holds nothing but its metadata.
pub fn photograph() -> Vec<u8> {
    let exif = [b"Exif\0\0".to_vec(), exif()].concat();
    let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xE1];
    jpeg.extend(((exif.len() + 2) as u16).to_be_bytes());
    jpeg.extend(exif);
    jpeg.extend([0xFF, 0xD9]);
    jpeg
}

/// The metadata of a file and what is found in its texts, by rule, with the text.
fn found(name: &str, bytes: &[u8]) -> Vec<(Rule, String)> {
    let Contents { texts, findings, inner } = contents(name, bytes);
    assert!(inner.is_empty(), "all is read");
    let mut all: Vec<(Rule, String)> =
        findings.into_iter().map(|finding| (finding.rule, finding.text)).collect();
    for text in texts {
        let inner = examine(&text.text, Nature::default(), &OwnRules::default());
        all.extend(inner.into_iter().map(|finding| (finding.rule, finding.text)));
    }
    all.sort();
    all.dedup();
    all
}

fn rules(name: &str, bytes: &[u8]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = found(name, bytes).into_iter().map(|(rule, _)| rule).collect();
    rules.dedup();
    rules
}

fn has(all: &[(Rule, String)], rule: Rule, text: &str) -> bool {
    all.iter().any(|(known, words)| *known == rule && words.contains(text))
}

#[test]
fn a_docx_tells_its_text_changes_comments_and_author() {
    let bytes = office(&[
        (
            "word/document.xml",
            &document(
                "<w:r><w:t>联系人 138001</w:t></w:r><w:r><w:t>38000</w:t></w:r>\
             <w:ins w:id=\"1\" w:author=\"王科长\"><w:r><w:t>新增一句</w:t></w:r></w:ins>\
             <w:del w:id=\"2\" w:author=\"王科长\"><w:r><w:delText>原来写的是 13911112222</w:delText></w:r></w:del>\
             <w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的字</w:t></w:r>",
            ),
        ),
        (
            "word/comments.xml",
            "<w:comments xmlns:w=\"w\"><w:comment w:author=\"李主任\"><w:p><w:r><w:t>此处不妥</w:t></w:r></w:p></w:comment></w:comments>",
        ),
        (
            "word/footnotes.xml",
            "<w:footnotes xmlns:w=\"w\"><w:p><w:r><w:t>邮箱 bgs@ylx.gov.cn</w:t></w:r></w:p></w:footnotes>",
        ),
        ("word/header1.xml", "<w:hdr xmlns:w=\"w\"><w:p><w:r><w:t>机密★10年</w:t></w:r></w:p></w:hdr>"),
        (
            "docProps/core.xml",
            "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>陈建国</dc:creator><cp:lastModifiedBy>刘芳</cp:lastModifiedBy><dc:title>名册</dc:title></cp:coreProperties>",
        ),
        (
            "docProps/app.xml",
            "<Properties><Application>Microsoft Office Word</Application><Company>云岭县某局</Company></Properties>",
        ),
    ]);
    let all = found("名册.docx", &bytes);
    for (rule, text) in [
        (Rule::Phone, "13800138000"),
        (Rule::Phone, "13911112222"),
        (Rule::Email, "bgs@ylx.gov.cn"),
        (Rule::SecrecyMark, "机密★10年"),
        (Rule::Revision, "新增一句"),
        (Rule::Revision, "原来写的是"),
        (Rule::Comment, "此处不妥"),
        (Rule::Author, "李主任"),
        (Rule::Author, "陈建国"),
        (Rule::Author, "刘芳"),
        (Rule::Author, "云岭县某局"),
        (Rule::Hidden, "看不见的字"),
    ] {
        assert!(has(&all, rule, text), "{rule:?} {text}: {all:?}");
    }
    assert!(!all.iter().any(|(rule, _)| *rule == Rule::Unreadable));
}

#[test]
fn a_plain_docx_is_silent() {
    let bytes = office(&[
        ("word/document.xml", &document("<w:r><w:t>空白表格 &amp; 说明 &#x4E00;</w:t></w:r>")),
        ("docProps/core.xml", "<c xmlns:dc=\"d\"><dc:creator>WPS Office</dc:creator></c>"),
    ]);
    assert_eq!(found("表.docx", &bytes), []);
}

#[test]
fn a_workbook_tells_what_it_hides() {
    let bytes = office(&[
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"公开\" sheetId=\"1\"/><sheet name=\"底稿\" sheetId=\"2\" state=\"hidden\"/></sheets></workbook>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><cols><col min=\"3\" max=\"3\" hidden=\"1\"/></cols><sheetData><row r=\"5\" hidden=\"1\"><c r=\"A5\"><v>13800138000</v></c></row></sheetData></worksheet>",
        ),
        ("xl/sharedStrings.xml", "<sst><si><t>举报人张建国</t></si></sst>"),
        (
            "xl/comments1.xml",
            "<comments><authors><author>李会计</author></authors><commentList><comment><text><t>核对</t></text></comment></commentList></comments>",
        ),
    ]);
    let all = found("台账.xlsx", &bytes);
    for (rule, text) in [
        (Rule::Hidden, "底稿"),
        (Rule::Hidden, "第5行"),
        (Rule::Hidden, "第3列"),
        (Rule::Phone, "13800138000"),
        (Rule::Informant, "张建国"),
        (Rule::Comment, "核对"),
    ] {
        assert!(has(&all, rule, text), "{rule:?} {text}: {all:?}");
    }
}

#[test]
fn slides_tell_notes_hidden_ones_and_comments() {
    let bytes = office(&[
        (
            "ppt/slides/slide1.xml",
            "<p:sld xmlns:p=\"p\" xmlns:a=\"a\" show=\"0\"><a:p><a:r><a:t>隐藏页</a:t></a:r></a:p></p:sld>",
        ),
        (
            "ppt/notesSlides/notesSlide1.xml",
            "<p:notes xmlns:p=\"p\" xmlns:a=\"a\"><a:p><a:t>电话 0871-65512345</a:t></a:p></p:notes>",
        ),
        ("ppt/comments/comment1.xml", "<p:cmLst xmlns:p=\"p\"><p:cm><p:text>再改</p:text></p:cm></p:cmLst>"),
        (
            "ppt/commentAuthors.xml",
            "<p:cmAuthorLst xmlns:p=\"p\"><p:cmAuthor name=\"赵局长\"/></p:cmAuthorLst>",
        ),
        ("ppt/media/image1.jpg", ""),
    ]);
    let all = found("讲稿.pptx", &bytes);
    for (rule, text) in [
        (Rule::Hidden, "slide1"),
        (Rule::Landline, "0871-65512345"),
        (Rule::Comment, "再改"),
        (Rule::Author, "赵局长"),
    ] {
        assert!(has(&all, rule, text), "{rule:?} {text}: {all:?}");
    }
    assert!(has(&all, Rule::Unreadable, "image1.jpg"), "an image of no bytes is no image: {all:?}");
}

#[test]
fn a_pdf_tells_text_author_xmp_and_notes() {
    let bytes = pdf("tel 13800138000", |document| {
        let info = document.add_object(dictionary! {
            "Author" => Object::string_literal("Chen Jianguo"), "Title" => Object::string_literal("list of 0871-65512345"),
        });
        document.trailer.set("Info", info);
        let packet = "<x:xmpmeta xmlns:x=\"x\"><rdf:li xmlns:rdf=\"r\"><dc:creator xmlns:dc=\"d\"><rdf:li>Liu Fang</rdf:li></dc:creator></rdf:li></x:xmpmeta>";
        document
            .add_object(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into()));
        document.add_object(dictionary! { "Type" => "Annot", "Subtype" => "Text", "Contents" => Object::string_literal("check again") });
    });
    let all = found("名单.pdf", &bytes);
    for (rule, text) in [
        (Rule::Phone, "13800138000"),
        (Rule::Landline, "0871-65512345"),
        (Rule::Author, "Chen Jianguo"),
        (Rule::Author, "Liu Fang"),
        (Rule::Comment, "check again"),
    ] {
        assert!(has(&all, rule, text), "{rule:?} {text}: {all:?}");
    }
    assert_eq!(found("表.pdf", &pdf("blank form", |_| {})), []);
}

#[test]
fn an_encrypted_damaged_or_silent_pdf_blocks() {
    let locked = pdf("hello", |document| {
        let version = EncryptionVersion::V2 {
            document,
            owner_password: "owner",
            user_password: "user",
            key_length: 128,
            permissions: Permissions::all(),
        };
        let state = EncryptionState::try_from(version).unwrap();
        document.encrypt(&state).unwrap();
    });
    assert_eq!(rules("密.pdf", &locked), [Rule::Unreadable]);
    assert_eq!(rules("坏.pdf", b"%PDF-1.5 broken"), [Rule::Unreadable]);
    assert_eq!(rules("扫描.pdf", &pdf("", |_| {})), [Rule::Unreadable], "a scan has no text");
    let name = &found("密.pdf", &locked)[0].1;
    assert!(name.starts_with("密.pdf sha256:") && name.len() == "密.pdf sha256:".len() + 16, "{name}");
}

#[test]
fn a_photograph_tells_where_and_by_whom_it_was_taken() {
    let all = found("现场.jpg", &photograph());
    assert!(has(&all, Rule::Position, "25"), "{all:?}");
    assert!(has(&all, Rule::Author, "Zhang Weimin"), "{all:?}");
    let tiff = exif();
    assert!(has(&found("现场.tif", &tiff), Rule::Author, "Zhang Weimin"));
    let xmp =
        b"<x:xmpmeta xmlns:x='x'><rdf:Description xmlns:exif='e' exif:GPSLatitude='25,2.2N'/></x:xmpmeta>";
    let png = [&b"\x89PNG\r\n\x1A\n"[..], xmp].concat();
    assert_eq!(rules("图.png", &png), [Rule::Position]);
    assert_eq!(rules("图.png", b"\x89PNG\r\n\x1A\n"), []);
    assert_eq!(rules("图.jpg", b"no image"), [Rule::Unreadable]);
}

#[test]
fn data_files_are_read_in_the_encodings_of_offices() {
    let (gbk, _, _) = encoding_rs::GB18030.encode("姓名,电话\r\n王某,13800138000\r\n");
    assert_eq!(rules("名单.csv", &gbk), [Rule::Phone]);
    let utf16: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain("电话13800138000".encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(rules("名单.txt", &utf16), [Rule::Phone]);
    assert_eq!(
        rules("图.svg", "<svg><!-- 13800138000 --><text x='1'>甲</text></svg>".as_bytes()),
        [Rule::Phone]
    );
    assert_eq!(rules("数据.json", "{\"电话\": \"13800138000\"}".as_bytes()), [Rule::Phone]);
    assert_eq!(rules("数据.xml", "<a b='13800138000'/>".as_bytes()), [Rule::Phone]);
    assert_eq!(rules("数据.csv", &[0xFF, 0x80, 0x00, 0x01]), [Rule::Unreadable]);
}

#[test]
fn what_cannot_be_read_blocks() {
    for name in ["旧.doc", "旧.xls", "稿.wps", "包.rar", "数据.bin", "无后缀"] {
        assert_eq!(rules(name, b"\xD0\xCF\x11\xE0 anything"), [Rule::Unreadable], "{name}");
    }
    assert_eq!(
        rules("锁.docx", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        [Rule::Unreadable],
        "an encrypted docx"
    );
    assert_eq!(rules("坏.docx", b"PK\x03\x04 broken"), [Rule::Unreadable]);
    let whole = office(&[("word/document.xml", &document("<w:r><w:t>甲</w:t></w:r>"))]);
    assert_eq!(rules("断.docx", &whole[..whole.len() / 2]), [Rule::Unreadable]);
    assert_eq!(rules("不是.docx", &archive(&[("a.txt", b"a")])), [Rule::Unreadable]);
    let open = office(&[("word/document.xml", "<w:document xmlns:w=\"w\"><w:p>")]);
    assert_eq!(rules("不完.docx", &open), [Rule::Unreadable]);
    let object = office(&[("word/document.xml", &document("")), ("word/embeddings/oleObject1.bin", "x")]);
    assert_eq!(rules("嵌.docx", &object), [Rule::Unreadable]);
}

#[test]
fn archives_have_limits() {
    let zip = archive(&[("名单/电话.txt", "13800138000".as_bytes())]);
    assert_eq!(rules("包.zip", &zip), [Rule::Phone]);
    let mut deep = zip;
    for _ in 0..4 {
        deep = archive(&[("里.zip", &deep)]);
    }
    assert_eq!(rules("深.zip", &deep), [Rule::Unreadable]);
    let bomb = archive(&[("大.txt", &vec![b'0'; 65 * 1024 * 1024])]);
    assert!(bomb.len() < 1024 * 1024, "it is small while packed");
    assert_eq!(rules("弹.zip", &bomb), [Rule::Unreadable]);
    let nested =
        format!("<w:document xmlns:w=\"w\">{}{}</w:document>", "<w:p>".repeat(300), "</w:p>".repeat(300));
    assert_eq!(rules("套.docx", &office(&[("word/document.xml", &nested)])), [Rule::Unreadable]);
}

#[test]
fn the_same_bytes_have_the_same_contents_and_digest() {
    use zhiku::gate::rules::attachments::reading::digest;
    let photograph = photograph();
    assert_eq!(contents("a/甲.jpg", &photograph), contents("a/甲.jpg", &photograph));
    assert_eq!(digest("甲.jpg", &photograph), digest("甲.jpg", &photograph));
    assert_ne!(digest("甲.jpg", &photograph), digest("甲.png", &photograph));
}

/// What is found in a docx of the body `body` and `parts`.
fn of_docx(body: &str, parts: &[(&str, &str)]) -> Vec<(Rule, String)> {
    let body = document(body);
    let mut all = vec![("word/document.xml", body.as_str())];
    all.extend(parts);
    found("文.docx", &office(&all))
}

#[test]
fn nothing_hides_in_the_attributes_of_a_docx() {
    let tel = "13800138000";
    for (body, part, text) in [
        (format!("<w:bookmarkStart w:name=\"电话{tel}\"/>"), "", String::new()),
        (format!("<w:sdt><w:sdtPr><w:alias w:val=\"{tel}\"/></w:sdtPr></w:sdt>"), "", String::new()),
        (format!("<w:fldSimple w:instr=\"HYPERLINK tel:{tel}\"/>"), "", String::new()),
        (format!("<w:pict><v:shape xmlns:v=\"v\" alt=\"{tel}\"/></w:pict>"), "", String::new()),
        (
            String::new(),
            "word/_rels/document.xml.rels",
            format!("<R><Relationship Target=\"tel:{tel}\"/></R>"),
        ),
        (String::new(), "word/settings.xml", format!("<s><docVar name=\"tel\" val=\"{tel}\"/></s>")),
        (String::new(), "word/styles.xml", format!("<s><style><name val=\"{tel}\"/></style></s>")),
        (String::new(), "customXml/item1.xml", format!("<a b=\"{tel}\"/>")),
        (String::new(), "docProps/custom.xml", format!("<P><property name=\"{tel}\"/></P>")),
        (String::new(), "docProps/app.xml", format!("<P><HyperlinkBase>tel:{tel}</HyperlinkBase></P>")),
        (String::new(), "word/afchunk.htm", format!("<p>{tel}</p>")),
        (String::new(), "word/media/image1.emf", format!("\u{1}\u{2}{tel}\u{3}")),
    ] {
        let parts: &[(&str, &str)] = if part.is_empty() { &[] } else { &[(part, text.as_str())] };
        let all = of_docx(&body, parts);
        assert!(has(&all, Rule::Phone, tel), "{body} {part}: {all:?}");
    }
    let hidden = of_docx(
        "<w:r><w:rPr><w:rStyle w:val=\"H\"/></w:rPr><w:t>看不见的字</w:t></w:r>",
        &[("word/styles.xml", "<s xmlns:w=\"w\"><w:style w:styleId=\"H\"><w:vanish/></w:style></s>")],
    );
    assert!(has(&hidden, Rule::Hidden, "看不见的字"), "{hidden:?}");
    assert_eq!(of_docx("<w:bookmarkStart w:name=\"_GoBack\"/><w:pStyle w:val=\"标题1\"/>", &[]), []);
    for part in ["word/afchunk.rtf", "word/model.glb"] {
        assert!(of_docx("", &[(part, "x")]).iter().any(|(rule, _)| *rule == Rule::Unreadable), "{part}");
    }
}

#[test]
fn nothing_hides_in_the_corners_of_a_workbook() {
    let tel = "13800138000";
    for (part, text) in [
        ("xl/workbook.xml", format!("<w><definedName name=\"x\">\"{tel}\"</definedName></w>")),
        ("xl/connections.xml", format!("<c><dbPr connection=\"tel={tel}\"/></c>")),
        ("xl/pivotCache/pivotCacheDefinition1.xml", format!("<d><s v=\"{tel}\"/></d>")),
        ("xl/styles.xml", format!("<s><numFmt formatCode=\"&quot;{tel}&quot;\"/></s>")),
        ("xl/worksheets/sheet1.xml", format!("<w><dataValidation prompt=\"{tel}\"/></w>")),
        ("xl/worksheets/sheet1.xml", "<w><c><v>1.3800138E10</v></c></w>".to_owned()),
        ("xl/tags/tag1.xml", format!("<t><tag val=\"{tel}\"/></t>")),
    ] {
        let all = found("表.xlsx", &office(&[(part, &text)]));
        assert!(has(&all, Rule::Phone, tel), "{part} {text}: {all:?}");
    }
    for text in
        ["<w><cols><col min=\"2\" width=\"0\"/></cols></w>", "<w><sheetFormatPr zeroHeight=\"1\"/></w>"]
    {
        let all = found("表.xlsx", &office(&[("xl/worksheets/sheet1.xml", text)]));
        assert!(all.iter().any(|(rule, _)| *rule == Rule::Hidden), "{text}: {all:?}");
    }
}

/// A film with a position behind `before` bytes.
fn film(before: usize) -> Vec<u8> {
    let mut film = b"\0\0\0\x18ftypmp42".to_vec();
    film.extend(vec![0; before]);
    film.extend(b"\xA9xyz\0\x12\x15\xC7+31.2304+121.4737/");
    film.extend(vec![0; before]);
    film
}

#[test]
fn a_film_tells_its_position_wherever_it_lies() {
    for before in [8, 300_000] {
        let all = found("片.mp4", &film(before));
        assert!(has(&all, Rule::Position, "31.2304"), "{all:?}");
        let slides = archive(&[("[Content_Types].xml", b"<T/>"), ("ppt/media/media1.mp4", &film(before))]);
        assert!(has(&found("稿.pptx", &slides), Rule::Position, "31.2304"));
    }
    assert_eq!(rules("片.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0"), []);
    assert_eq!(rules("片.mp4", b"no film at all"), [Rule::Unreadable]);
}

#[test]
fn a_document_that_is_too_large_blocks_and_is_not_held() {
    use zhiku::gate::rules::attachments::reading::{Taken, take_in};
    let folder = tempfile::tempdir().unwrap();
    let path = camino::Utf8PathBuf::from_path_buf(folder.path().join("大.pdf")).unwrap();
    std::fs::File::create(&path).unwrap().set_len(65 << 20).unwrap();
    let Taken::Searched(found) = take_in("大.pdf", &path).unwrap() else { panic!("it is not held") };
    assert_eq!(found.findings.len(), 1);
    assert_eq!(found.findings[0].rule, Rule::Unreadable);
    assert!(found.findings[0].part[0].contains("64 MB"), "{:?}", found.findings);
}

/// A chunk of a PNG.
fn chunk(kind: &[u8], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes(), kind, body, &[0; 4]].concat()
}

/// `bytes` as zlib packs them.
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

#[test]
fn pictures_tell_their_comments_packed_ones_too() {
    let tel = b"13800138000";
    let png =
        |chunks: &[Vec<u8>]| [&b"\x89PNG\r\n\x1A\n"[..], &chunks.concat(), &chunk(b"IEND", b"")].concat();
    let packed = deflated(tel);
    for one in [
        chunk(b"tEXt", &[b"Comment\0", &tel[..]].concat()),
        chunk(b"zTXt", &[b"Comment\0\0", &packed[..]].concat()),
        chunk(b"iTXt", &[b"Comment\0\x01\0\0\0", &packed[..]].concat()),
    ] {
        assert_eq!(rules("图.png", &png(&[one])), [Rule::Phone]);
    }
    let xmp = deflated(b"<x:xmpmeta xmlns:x='x'><creator>Liu Fang</creator></x:xmpmeta>");
    let xmp = chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\x01\0\0\0", &xmp[..]].concat());
    assert_eq!(rules("图.png", &png(&[xmp])), [Rule::Author]);
    let behind = [png(&[]), vec![7; 100]].concat();
    assert_eq!(rules("图.png", &behind), [Rule::Unreadable]);
    let segment = |kind: u8, body: &[u8]| {
        [&[0xFF, 0xD8, 0xFF, kind][..], &((body.len() + 2) as u16).to_be_bytes(), body, &[0xFF, 0xD9]]
            .concat()
    };
    assert_eq!(rules("图.jpg", &segment(0xFE, tel)), [Rule::Phone]);
    let press =
        [b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0D\x1C\x02\x50\0\x08".as_slice(), b"Liu Fang"].concat();
    assert_eq!(rules("图.jpg", &segment(0xED, &press)), [Rule::Author]);
    let gif = [&b"GIF89a\x01\0\x01\0\0\0\0\x21\xFE\x0B"[..], tel, b"\0;"].concat();
    assert_eq!(rules("图.gif", &gif), [Rule::Phone]);
    let zip = [segment(0xE0, b"JFIF\0"), archive(&[("a.txt", &[b'x'; 200])])].concat();
    assert_eq!(rules("图.jpg", &zip), [Rule::Unreadable]);
}

#[test]
fn what_an_archive_does_not_tell_blocks() {
    let plain = archive(&[("a.txt", b"a")]);
    assert_eq!(rules("包.zip", &plain), []);
    assert_eq!(rules("包.zip", &[b"13800138000", &plain[..]].concat()), [Rule::Unreadable]);
    let mut twice = plain.clone();
    let end = twice.len() - 22;
    twice[end + 8..end + 12].copy_from_slice(&[2, 0, 2, 0]);
    assert!(rules("包.zip", &twice).contains(&Rule::Unreadable), "it tells one of two");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("a.txt", SimpleFileOptions::default()).unwrap();
    zip.set_comment("13800138000").unwrap();
    assert_eq!(rules("包.zip", &zip.finish().unwrap().into_inner()), [Rule::Phone]);
}

#[test]
fn a_pdf_tells_what_was_filled_in_and_that_it_was_saved_over() {
    let filled = pdf("form", |document| {
        document.add_object(dictionary! { "FT" => "Tx", "V" => Object::string_literal("13800138000") });
        document.add_object(
            dictionary! { "S" => "URI", "URI" => Object::string_literal("mailto:li@ylx.gov.cn") },
        );
    });
    let all = found("表.pdf", &filled);
    assert!(has(&all, Rule::Phone, "13800138000") && has(&all, Rule::Email, "li@ylx"), "{all:?}");
    let whole = pdf("form", |_| {});
    let over = [&whole[..], b"\nstartxref\n0\n%%EOF\n"].concat();
    let rules = rules("表.pdf", &over);
    assert!(rules.contains(&Rule::Revision) || rules.contains(&Rule::Unreadable), "{rules:?}");
}

#[test]
fn drawings_and_data_say_words_in_pieces_and_codes() {
    let digits: String = "13800138000".chars().map(|c| format!("<text x=\"5\">{c}</text>")).collect();
    assert_eq!(rules("图.svg", format!("<svg>{digits}</svg>").as_bytes()), [Rule::Phone]);
    let coded: String = "13800138000".chars().map(|c| format!("\\u{:04x}", c as u32)).collect();
    assert_eq!(rules("数.json", format!("{{\"tel\": \"{coded}\"}}").as_bytes()), [Rule::Phone]);
}
