import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;

/**
 * Reads lines of "data" or "query", a space, and base64: N-Quads that replace the data, or a query over them.
 * Answers a query with one line: JSON results in base64, or "error".
 */
public class Jena {
    public static void main(String[] arguments) throws Exception {
        Dataset data = DatasetFactory.create();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] parts = line.split(" ");
            byte[] given = Base64.getDecoder().decode(parts[1]);
            if (parts[0].equals("data")) {
                data = DatasetFactory.create();
                RDFDataMgr.read(data, new ByteArrayInputStream(given), Lang.NQUADS);
            } else {
                System.out.println(answer(data, new String(given, StandardCharsets.UTF_8)));
            }
        }
    }

    private static String answer(Dataset data, String text) {
        try (QueryExecution query = QueryExecutionFactory.create(text, data)) {
            query.setTimeout(5000);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (query.getQuery().isAskType()) {
                ResultSetFormatter.outputAsJSON(out, query.execAsk());
            } else {
                ResultSetFormatter.outputAsJSON(out, query.execSelect());
            }
            return Base64.getEncoder().encodeToString(out.toByteArray());
        } catch (Exception error) {
            return "error";
        }
    }
}
