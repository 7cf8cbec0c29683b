package io.baton.worker.http;

/** What an endpoint says to a request: an answer, or the promise of one. */
public sealed interface Response permits Answer, PendingAnswer {}
