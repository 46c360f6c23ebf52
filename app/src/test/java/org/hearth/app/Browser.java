package org.hearth.app;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hearth.app.winter.DemoAccounts;

/** A real Chromium, at a desk or as a phone, in either language. Whoever signs in gets a window of their own. */
public final class Browser implements AutoCloseable {

    private static final Optional<Path> CHROMIUM = Stream.of(
                    Optional.ofNullable(System.getenv("HEARTH_CHROMIUM")).orElse(""),
                    "/usr/bin/chromium",
                    "/usr/bin/chromium-browser",
                    "/usr/bin/google-chrome",
                    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
            .filter(path -> !path.isEmpty())
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst();

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final String address;

    /** @param address where the platform answers, without a slash at its end */
    public Browser(String address) {
        this.address = address;
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM.orElseThrow())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Whether there is a browser to test with; {@code ./hearth test} installs one where it may. */
    public static boolean isInstalled() {
        return CHROMIUM.isPresent();
    }

    /** A window of 1440 by 900 on a desk. */
    public Page desk(String language) {
        return window(new com.microsoft.playwright.Browser.NewContextOptions().setViewportSize(1440, 900), language);
    }

    /** A phone of 390 by 844 in somebody's hand. */
    public Page phone(String language) {
        return window(
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true),
                language);
    }

    /** As {@link #phone(String)}, at night. */
    public Page phoneInTheDark(String language) {
        return window(
                new com.microsoft.playwright.Browser.NewContextOptions()
                        .setViewportSize(390, 844)
                        .setDeviceScaleFactor(2)
                        .setIsMobile(true)
                        .setHasTouch(true)
                        .setColorScheme(ColorScheme.DARK),
                language);
    }

    /** Signs in with a demonstration account and stays on the page that follows. */
    public void signIn(Page page, String username) {
        page.navigate("/sign-in");
        page.fill("#username", username);
        page.fill("#password", DemoAccounts.PASSWORD);
        page.click("main button[type=submit]");
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }

    private Page window(com.microsoft.playwright.Browser.NewContextOptions options, String language) {
        BrowserContext context = chromium.newContext(options.setBaseURL(address).setLocale(language));
        Page page = context.newPage();
        page.navigate("/language?to=" + language + "&back=/sign-in");
        return page;
    }
}
