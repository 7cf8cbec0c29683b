package io.baton.master.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.baton.protocol.posix.Processes;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page for people in a real browser. */
@Timeout(180)
final class AdminPageIT {

    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Pattern OPENED =
            Pattern.compile("metrics, health and events on http://127.0.0.1:(\\d+); token");
    private static final double PATIENCE_MS = 40_000;
    private static final int SIGSEGV = 11;

    /** A loaded machine needs longer than the second that a person may wait. */
    private static final long MOST_MS = 5_000;

    private static final String SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>";
    private static final String HOSTILE_STREAM =
            """
            event: state
            data: {"atMs":1795944310223,"pid":1,"version":"%1$s","ageMs":1000,"memory":1,"failed":0,"notices":["%1$s"],"apps":[{"name":"%1$s","state":"%1$s","generation":1,"mode":"%1$s","kind":"%1$s","workers":1,"listeners":["%1$s"],"held":0,"slots":[{"name":"%1$s","slot":1,"role":"slot","state":"backoff","restarts":0,"lastExit":"%1$s","workers":[]}]}]}

            id: 1
            data: {"seq":1,"at":"2026-11-29T09:25:03.929Z","type":"worker.crashed","app":"%1$s","level":"WARNING","text":"%1$s","event":{"evidence":"%1$s"}}

            """
                    .formatted(SCRIPT);

    private static MasterProcess master;
    private static Playwright playwright;
    private static Browser browser;
    private static String url = "";
    private static String token = "";

    private final List<String> complaints = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();

    @BeforeAll
    static void open(@TempDir Path directory) throws Exception {
        if (!Files.isExecutable(CHROMIUM)) {
            System.err.println("AdminPageIT: the page is not checked: " + CHROMIUM + " is not there");
        }
        assumeTrue(Files.isExecutable(CHROMIUM), "no chromium");
        Path home = directory.resolve("home");
        master = new MasterCommand().home(home).start("--admin", "0", "--reload-trial", "1ms");
        url = "http://localhost:" + master.await(OPENED).group(1) + "/";
        token = Files.readString(home.resolve("admin.token")).strip();
        master.awaitReady(2);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox")));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
        if (master != null) {
            master.close();
        }
    }

    private Page page() {
        Page page = browser.newContext().newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith("data:")) {
                hosts.add(URI.create(request.url()).getAuthority());
            }
        });
        return page;
    }

    private static void enter(Page page, String secret) {
        page.fill("#token", secret);
        page.click("#login button");
    }

    private static int firstPid(Page page) {
        return Integer.parseInt(
                page.locator(".worker .pid").first().textContent().substring("pid ".length()));
    }

    private static void press(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .click();
    }

    private static LocatorAssertions.ContainsTextOptions patiently() {
        return new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MS);
    }

    @Tag("long")
    @Test
    void aKillAndAReloadAppearOnThePage() {
        Page page = page();
        page.navigate(url);
        long begun = System.nanoTime();
        enter(page, token);
        page.locator(".worker.good").nth(1).waitFor();
        page.navigate(url);
        page.locator(".worker.good").nth(1).waitFor();
        long ms = (System.nanoTime() - begun) / 1_000_000;
        System.err.println("AdminPageIT: the page shows the workers twice in " + ms + " ms");
        assertThat(ms).isLessThan(MOST_MS);

        int readyBefore = master.readyPids().size();
        int killed = firstPid(page);
        Processes.kill(killed, Processes.SIGKILL);
        assertThat(page.locator("#log")).containsText("(pid " + killed + ") died: SIGKILL", patiently());
        master.awaitReady(readyBefore + 1);
        int reborn = master.readyPids().get(readyBefore);
        assertThat(page.locator(".workers")).containsText("pid " + reborn, patiently());
        assertThat(page.locator(".workers")).not().containsText("pid " + killed);
        page.locator(".worker.good").nth(1).waitFor();

        press(page, "Reload baton");
        assertThat(page.locator(".facts")).containsText("generation 2", patiently());
        assertThat(page.locator("#log")).containsText("reloaded: generation 2 serves", patiently());
        page.fill("#filter", killed + ") died");
        assertThat(page.locator("#log li:visible")).hasCount(1);

        press(page, "Stop baton");
        assertThat(page.locator("#ask")).isVisible();
        page.keyboard().press("Enter");
        assertThat(page.locator("#ask")).isHidden();
        assertThat(page.locator(".tag")).hasText("running");
        assertThat(complaints).isEmpty();
        assertThat(hosts).isNotEmpty().containsOnly(URI.create(url).getAuthority());
    }

    /** All of it with the keyboard. */
    @Test
    void theEvidenceOfACrashIsShownAndEscapeClosesIt() {
        Page page = page();
        page.navigate(url);
        enter(page, token);
        page.locator(".worker.good").nth(1).waitFor();
        Processes.kill(firstPid(page), SIGSEGV);
        Locator show = page.locator(".app .evidence button");
        assertThat(show).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS));
        show.focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#paper-text")).containsText("SIGSEGV", patiently());
        page.keyboard().press("Escape");
        assertThat(page.locator("#paper")).isHidden();
        assertThat(show).isFocused();
        for (String other : List.of("event=0", "event=1", "event=../../../etc/passwd", "file=/etc/passwd", "")) {
            assertThat(page.evaluate(
                            "query => fetch('/evidence?' + query, {headers: {Authorization: 'Bearer '"
                                    + " + sessionStorage.getItem('baton.token')}}).then(answer => answer.status)",
                            other))
                    .as(other)
                    .isIn(400, 404);
        }
        assertThat(page.evaluate("fetch('/evidence?event=1').then(answer => answer.status)"))
                .isEqualTo(401);
    }

    @Tag("long")
    @Test
    void theChartsAreFullWhenThePageOpensAgain() throws Exception {
        Page page = page();
        page.navigate(url);
        enter(page, token);
        assertThat(HttpClient.get(master.port(), "/").status()).isEqualTo(200);
        for (String title : List.of("requests.s", "latency, ms")) {
            assertThat(chart(page, title)).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE_MS));
        }
        page.navigate(url);
        for (String title : List.of("requests.s", "latency, ms")) {
            // A new point would take longer.
            assertThat(chart(page, title)).hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(MOST_MS));
        }
        assertThat(complaints).isEmpty();
    }

    /** A chart that has had something to show. In its title a dot stands for a slash, which would end the pattern. */
    private static Locator chart(Page page, String title) {
        return page.getByRole(
                AriaRole.IMG,
                new Page.GetByRoleOptions().setName(Pattern.compile("^" + title + " of baton .*: at most .*[1-9]")));
    }

    @Test
    void aWrongTokenIsRefused() {
        Page page = page();
        page.navigate(url);
        enter(page, token + "0");
        assertThat(page.locator("#refused")).containsText("not the token");
        assertThat(page.locator("#main")).isHidden();
        enter(page, "\u20ac");
        assertThat(page.locator("#refused")).containsText("characters");
        enter(page, token);
        page.locator(".worker").first().waitFor();
    }

    @Test
    void whatWorkersAndOperatorsNameStaysText() {
        Page page = page();
        page.route("**/stream*", AdminPageIT::answerHostile);
        page.navigate(url);
        enter(page, token);
        assertThat(page.locator(".app h2")).hasText(SCRIPT);
        assertThat(page.locator("#log li")).containsText(SCRIPT);
        assertThat(page.locator(".app .evidence")).containsText(SCRIPT);
        assertThat(page.locator("#notices li")).hasText(SCRIPT);
        assertThat(page.locator("main img, main script, header img, header script"))
                .hasCount(0);
        assertThat(page.evaluate("typeof window.hacked")).isEqualTo("undefined");
        assertThat(complaints).isEmpty();
    }

    private static void answerHostile(Route route) {
        route.fulfill(
                new Route.FulfillOptions().setContentType("text/event-stream").setBody(HOSTILE_STREAM));
    }
}
