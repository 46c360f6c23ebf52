package org.hearth.app.familysearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.FileChooser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.UUID;
import org.hearth.app.Browser;
import org.hearth.app.HearthTest;
import org.hearth.app.access.Accounts;
import org.hearth.app.access.Accounts.NewAccount;
import org.hearth.app.access.Role;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.app.registry.Sex;
import org.hearth.app.winter.DemoAccounts;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A station takes a photograph with the phone and compares it with that of a report. */
@HearthTest
@EnabledIf("org.hearth.app.Browser#isInstalled")
class PhotographBrowserTest {

    private static final RegionCode JISHISHAN = RegionCode.parse("622927");

    @LocalServerPort
    int port;

    @Autowired
    Accounts accounts;

    @Autowired
    FamilySearch search;

    @Autowired
    Files files;

    @Autowired
    Photographs photographs;

    @Test
    void a_photograph_from_the_phone_stands_beside_that_of_the_report() throws IOException {
        String officer = "duty.photo";
        Scopes.run(
                Scope.system("test"),
                () -> accounts.createForDemo(
                        new NewAccount(officer, "救助站", Role.DUTY_DESK, JISHISHAN, true), DemoAccounts.PASSWORD));
        UUID report = UUID.randomUUID();
        UUID unknown = UUID.randomUUID();
        byte[] theirs = PhotographTest.file("jpeg", 300, 400);
        Scopes.run(new Scope(JISHISHAN, officer), () -> {
            search.report(report, JISHISHAN, ReportSource.FAMILY, appearance("冶照片", 50, 50), "家属 138", "");
            photographs.add(files.report(report), new ByteArrayInputStream(theirs));
            search.enter(unknown, JISHISHAN, null, appearance("冶照片", 48, 52), "");
        });
        try (Browser browser = new Browser("http://127.0.0.1:" + port)) {
            Page page = browser.phone("zh");
            browser.signIn(page, officer);
            page.navigate("/unknown/" + unknown);

            choose(page, "说明.jpg", "no picture".getBytes(StandardCharsets.UTF_8));
            assertThat(page.locator("#photos .notice.bad").textContent()).contains("不是 JPEG 或 PNG 照片");
            assertThat(page.locator("#photos figure").count()).isZero();

            choose(page, "IMG_0001.jpg", PhotographTest.file("jpeg", 1600, 1200));
            assertThat(page.locator("#photos figure img").count()).isEqualTo(1);
            page.locator("#photos figure img").scrollIntoViewIfNeeded();
            page.waitForCondition(
                    () -> (int) page.locator("#photos figure img").evaluate("i => i.naturalWidth") == 1280);

            var candidate = page.locator("section.panel", new Page.LocatorOptions().setHasText("冶照片（走失报告）"));
            assertThat(candidate.locator("figure img").count()).isEqualTo(2);
            candidate.locator("figure img").last().scrollIntoViewIfNeeded();
            page.waitForCondition(
                    () -> (int) candidate.locator("figure img").last().evaluate("i => i.naturalWidth") == 300);
        }
    }

    private static void choose(Page page, String name, byte[] content) {
        FileChooser chooser =
                page.waitForFileChooser(() -> page.locator("#photo").click());
        chooser.setFiles(new FilePayload(name, "image/jpeg", content));
        page.locator("#photos form[enctype] button").click();
        page.waitForLoadState();
    }

    private static Appearance appearance(String name, int from, int to) {
        return new Appearance(name, Sex.M, from, to, 170, "右手六指，颈部疤痕", "", JISHISHAN, "", LocalDate.of(2024, 1, 5));
    }
}
