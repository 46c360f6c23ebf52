package org.hearth.app.winter;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hearth.app.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Takes the pictures of the guide from a running demonstration, not as part of the tests:
 * {@code mvn -pl app -am test -Dtest=GuidePictures -Dhearth.address=http://127.0.0.1:8080 -Dsurefire.failIfNoSpecifiedTests=false}.
 */
@EnabledIfSystemProperty(named = "hearth.address", matches = "http.*")
class GuidePictures {

    private static final Path FOLDER = Path.of("../docs/guide");

    /**
     * A picture.
     *
     * @param name of the file
     * @param role the beginning of the account's name; empty for the public
     * @param path the page
     * @param link a link on it that is followed; empty where none is
     * @param phone whether it is taken on a phone
     */
    private record Picture(String name, String role, String path, String link, boolean phone) {}

    private static final List<Picture> PICTURES = List.of(
            new Picture("home", "county.622927", "/", "", false),
            new Picture("home-township", "township.", "/", "", false),
            new Picture("alerts", "township.", "/alerts", "", false),
            new Picture("alert", "township.", "/alerts", "main table a[href^='/alerts/']", false),
            new Picture("households", "county.622927", "/households?stratum=DIBAO", "", false),
            new Picture(
                    "household",
                    "county.622927",
                    "/households?stratum=DIBAO",
                    "main table a[href^='/households/']",
                    false),
            new Picture("cases", "county.622927", "/cases?state=CLOSED", "", false),
            new Picture("case", "county.622927", "/cases?state=CLOSED", "main table a[href^='/cases/']", false),
            new Picture(
                    "letter",
                    "county.622927",
                    "/cases?kind=TEMPORARY_SPENDING&state=CLOSED",
                    "main table a[href^='/cases/']",
                    false),
            new Picture("payments", "county.622927", "/payments", "", false),
            new Picture("payment-batch", "county.622927", "/payments", "main table a[href^='/payments/']", false),
            new Picture("imports", "county.622927", "/exchange", "", false),
            new Picture("who", "county.630224", "/exchange/who", "main table a[href*='/rows/']", false),
            new Picture("proposals", "county.622927", "/register/proposals", "", false),
            new Picture("duty", "duty.", "/duty", "", false),
            new Picture("clue", "", "/public/clue", "", true),
            new Picture("patrol", "patrol.", "/patrol", "", true),
            new Picture("encounter", "patrol.", "/patrol/encounter", "", true),
            new Picture("visit", "visitor.", "/visit", "", true),
            new Picture("visit-form", "visitor.", "/visit", "main a[href^='/visit/']", true),
            new Picture("visits", "county.622927", "/visits", "", false),
            new Picture("children", "township.", "/children", "", false),
            new Picture("disasters", "county.622927", "/disasters", "main a[href^='/disasters/']", false),
            new Picture("bulletin", "statistician.", "/bulletin", "", false),
            new Picture("figure", "statistician.", "/bulletin/heating-households?region=6302", "", false),
            new Picture("policy", "policy.62", "/packs/decisions?decision=stratum", "", false),
            new Picture("accounts", "administrator.", "/accounts", "", false));

    @Test
    void take() {
        String address = System.getProperty("hearth.address");
        String only = System.getProperty("hearth.picture", "");
        try (Browser browser = new Browser(address)) {
            for (String language : List.of("zh", "en")) {
                for (Picture picture : PICTURES) {
                    if (picture.name().startsWith(only)) {
                        take(browser, picture, language);
                    }
                }
            }
        }
    }

    private static void take(Browser browser, Picture picture, String language) {
        boolean dark = picture.name().equals("patrol");
        Page page = picture.phone()
                ? dark ? browser.phoneInTheDark(language) : browser.phone(language)
                : browser.desk(language);
        if (!picture.role().isEmpty()) {
            browser.signIn(page, account(picture.role()));
        }
        page.navigate(picture.path());
        if (!picture.link().isEmpty()) {
            Optional.of(page.locator(picture.link()).first())
                    .filter(link -> link.count() > 0)
                    .ifPresent(Locator::click);
        }
        if (picture.name().equals("letter")) {
            page.waitForLoadState(LoadState.NETWORKIDLE);
            page.navigate(page.locator("main a[href$='/letter']").first().getAttribute("href"));
        }
        page.waitForLoadState(LoadState.NETWORKIDLE);
        String where = picture.phone() ? "phone" : "desk";
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(FOLDER.resolve(picture.name() + "-" + where + "-" + language + ".png"))
                .setFullPage(false));
        page.context().close();
    }

    /** The demonstration account whose name begins so; the printed list names them whole. */
    private static String account(String role) {
        return List.of(System.getProperty("hearth.accounts", "").split(",")).stream()
                .filter(name -> name.startsWith(role))
                .findFirst()
                .orElse(role);
    }
}
