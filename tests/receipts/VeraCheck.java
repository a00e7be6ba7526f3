import java.io.FileInputStream;
import java.io.InputStream;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints one line for each file and standard: file, standard, true or false, broken clauses; tabs between. */
public class VeraCheck {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour flavour : new PDFAFlavour[] {archival(file), PDFAFlavour.PDFUA_1}) {
                check(file, flavour);
            }
        }
    }

    /** Data may travel only in files of the third part. */
    private static PDFAFlavour archival(String file) {
        return file.endsWith("-data.pdf") ? PDFAFlavour.PDFA_3_A : PDFAFlavour.PDFA_2_A;
    }

    private static void check(String file, PDFAFlavour flavour) throws Exception {
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            StringBuilder clauses = new StringBuilder();
            for (TestAssertion broken : result.getTestAssertions()) {
                clauses.append(broken.getRuleId().getClause()).append(' ').append(broken.getMessage()).append("; ");
            }
            System.out.println(file + "\t" + flavour.getId() + "\t" + result.isCompliant() + "\t" + clauses);
        }
    }
}
