package io.reagent.statistics;

/** How an interval was made. */
public enum Method {
    /** Wilson's score interval ("Probable inference", 1927) of independent successes. */
    WILSON,
    /** Wilson's, with the effective number of observations and Student's t of the clusters ({@link Rate}). */
    WILSON_EFFECTIVE,
    /** Mean and Student's t times the cluster-robust standard error ({@link Mean}, {@link Difference}). */
    STUDENT_T,
    /** Bonett and Price's adjusted interval of a paired difference of shares (2012; {@link Difference}). */
    BONETT_PRICE,
    /** Variance estimates recovered from the intervals of independent figures ({@link IndependentMean}). */
    MOVER,
    /** Bias-corrected and accelerated bootstrap of whole clusters (Efron, 1987). */
    BOOTSTRAP_BCA,
    /** Basic bootstrap of whole clusters, of figures that resampling biases. */
    BOOTSTRAP_BASIC,
    /**
     * There is no interval: one cluster alone says nothing of how clusters differ, nor do values without bounds that are all
     * the same, nor resamples many of which have no figure.
     */
    NONE
}
