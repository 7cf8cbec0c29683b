package io.baton.master.admin;

/** What is served under one path. Called on the admin loop. */
interface Page {

    /** Answers a request, now or later. */
    void answer(Exchange exchange);
}
