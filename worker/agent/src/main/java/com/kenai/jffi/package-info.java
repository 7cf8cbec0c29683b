/**
 * The name that the native library of jffi demands of the class it is called by. Applications may bring the whole library; this
 * class is in a class loader of its own.
 *
 * <p>Arrows: none.
 */
@NullMarked
package com.kenai.jffi;

import org.jspecify.annotations.NullMarked;
