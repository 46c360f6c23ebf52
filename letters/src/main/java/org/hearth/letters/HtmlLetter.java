package org.hearth.letters;

import java.util.Base64;

/** A letter as one page of HTML that needs no other file: for the screen, and to print on A4. */
public final class HtmlLetter {

    private static final String STYLE = """
            @page { size: A4; margin: 12mm 19mm }
            html { background: #fff; color: #000 }
            body { max-width: 30em; margin: 1.5rem auto; padding: 0 1rem; font: 16pt/1.5 "Noto Sans SC", "Noto Sans CJK SC",
                   "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif }
            h1 { font-size: 22pt; line-height: 1.3; margin: 0 }
            h2 { font-size: 16pt; margin: .6em 0 0; padding-top: .35em; border-top: 1.5pt solid #000; break-after: avoid }
            p { margin: .1em 0; overflow-wrap: anywhere }
            header { display: flex; flex-wrap: wrap; gap: 0 1em; justify-content: space-between; align-items: baseline }
            .dated { font-size: 12pt }
            .greeting { margin-top: .6em }
            .strong { font-size: 19pt; font-weight: 700; line-height: 1.4 }
            .given { margin: .3em 0; break-inside: avoid }
            .given .head { display: flex; flex-wrap: wrap; gap: 0 1em; font-size: 18pt; font-weight: 700 }
            .point { padding-left: 1em; text-indent: -1em }
            .point::before { content: ""; display: inline-block; width: .4em; height: .4em; margin: 0 .6em .15em 0; text-indent: 0;
                             border-radius: 50%; background: #000 }
            .picture { margin: .4em 0 }
            .picture img { max-width: 55mm; max-height: 73mm }
            .answer { height: 1.9em; margin: 0 0 .3em; border-bottom: 1pt solid #000 }
            footer { margin-top: 1.2em; padding-top: .4em; border-top: .75pt solid #000; font-size: 9pt; line-height: 1.4 }
            @media (max-width: 30rem) { body { font-size: 18px } h1 { font-size: 26px } h2 { font-size: 20px } .strong, .given .head { font-size: 21px } }
            @media print {
                body { max-width: none; margin: 0; padding: 0; line-height: 1.36 }
                h2 { margin-top: .35em; padding-top: .15em }
                p, .given { margin: 0 }
                .greeting { margin-top: .2em }
                footer { margin-top: .6em; font-size: 8.5pt }
            }
            """;

    private HtmlLetter() {}

    /** The whole page. */
    public static String page(Letter letter) {
        return "<!DOCTYPE html>\n<html lang=\"" + letter.language().tag() + "\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + escaped(letter.title()) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n"
                + article(letter) + "</body>\n</html>\n";
    }

    /** The letter alone, for a page of which it is a part. */
    public static String article(Letter letter) {
        var html = new StringBuilder();
        html.append("<article class=\"letter\" lang=\"")
                .append(letter.language().tag())
                .append("\">\n<header>\n");
        element(html, "h1", "", letter.title());
        element(html, "p", "dated", letter.dated());
        html.append("</header>\n");
        element(html, "p", "greeting", letter.greeting());
        for (Letter.Section section : letter.sections()) {
            html.append("<section>\n");
            element(html, "h2", "", section.heading());
            section.parts().forEach(part -> part(html, part));
            html.append("</section>\n");
        }
        html.append("<footer>\n");
        letter.smallPrint().forEach(line -> element(html, "p", "", line));
        return html.append("</footer>\n</article>\n").toString();
    }

    private static void part(StringBuilder html, Letter.Part part) {
        switch (part) {
            case Letter.Strong strong -> element(html, "p", "strong", strong.text());
            case Letter.Sentence sentence -> element(html, "p", "", sentence.text());
            case Letter.Picture picture ->
                html.append("<p class=\"picture\"><img alt=\"")
                        .append(escaped(picture.caption()))
                        .append("\" src=\"data:image/jpeg;base64,")
                        .append(Base64.getEncoder().encodeToString(picture.jpeg()))
                        .append("\"></p>\n");
            case Letter.Point point -> element(html, "p", "point", point.text());
            case Letter.Ask ask -> {
                element(html, "p", "point", ask.question());
                html.append("<div class=\"answer\"></div>\n");
            }
            case Letter.Given given -> {
                html.append("<div class=\"given\">\n<div class=\"head\"><span>")
                        .append(escaped(given.what()))
                        .append("</span> <span>")
                        .append(escaped(given.amount()))
                        .append("</span></div>\n");
                if (given.sum() != null) {
                    element(html, "p", "", given.sum());
                }
                element(html, "p", "", given.terms());
                html.append("</div>\n");
            }
        }
    }

    private static void element(StringBuilder html, String name, String style, String text) {
        html.append('<').append(name);
        if (!style.isEmpty()) {
            html.append(" class=\"").append(style).append('"');
        }
        html.append('>').append(escaped(text)).append("</").append(name).append(">\n");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
