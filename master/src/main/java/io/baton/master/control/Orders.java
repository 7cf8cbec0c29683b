package io.baton.master.control;

import java.util.concurrent.CompletionStage;

/** Carries out what clients ask of a master. Called on the conductor; an answer may come on any thread. */
public interface Orders {

    /** Tells which master this is. */
    CompletionStage<Answer> ping();

    /** As {@link Request.Start}. */
    CompletionStage<Answer> start(Request.Start request);

    /** As {@link Request.Act}. */
    CompletionStage<Answer> act(Request.Act request);

    /** As {@link Request.Reload}. */
    CompletionStage<Answer> reload(Request.Reload request);

    /** As {@link Request.Scale}. */
    CompletionStage<Answer> scale(Request.Scale request);

    /** As {@link Request.Signal}. */
    CompletionStage<Answer> signal(Request.Signal request);

    /** As {@link Request.Threads}. */
    CompletionStage<Answer> threads(Request.Threads request);

    /** As {@link Request.Conns}. */
    CompletionStage<Answer> conns(Request.Conns request);

    /** As {@link Request.Move}. */
    CompletionStage<Answer> move(Request.Move request);

    /** As {@link Request.Declarations}. */
    CompletionStage<Answer> declarations(Request.Declarations request);

    /** As {@link Request.Flush}. */
    CompletionStage<Answer> flush(Request.Flush request);

    /** Keeps on the disk what runs, and what is stopped. */
    CompletionStage<Answer> save();

    /** Starts what was saved and does not run. */
    CompletionStage<Answer> resurrect();

    /** As {@link Request.Upgrade}. Answered only if it fails: else this program is no more. */
    CompletionStage<Answer> upgrade(Request.Upgrade request);

    /** Stops everything and ends the master. */
    CompletionStage<Answer> kill();
}
