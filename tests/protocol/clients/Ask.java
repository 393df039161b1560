import org.apache.jena.query.ResultSet;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.rdf.model.ModelFactory;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.exec.http.QueryExecutionHTTP;

/** Asks as Jena does, one line an answer. Usage: Ask ENDPOINT SELECT CONSTRUCT DOCUMENT. */
class Ask {
    public static void main(String[] given) {
        int rows = 0;
        try (QueryExecutionHTTP asking = QueryExecutionHTTP.service(given[0], given[1])) {
            for (ResultSet found = asking.execSelect(); found.hasNext(); found.next()) rows++;
        }
        System.out.println("rows " + rows);
        try (QueryExecutionHTTP asking = QueryExecutionHTTP.service(given[0], "ASK { ?s ?p ?o }")) {
            System.out.println("yes " + asking.execAsk());
        }
        try (QueryExecutionHTTP asking = QueryExecutionHTTP.service(given[0], given[2])) {
            System.out.println("triples " + asking.execConstruct().size());
        }
        Model document = ModelFactory.createDefaultModel();
        RDFDataMgr.read(document, given[3]);
        System.out.println("document " + document.size());
    }
}
