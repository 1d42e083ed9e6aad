internal import Foundation
internal import HTTPTypes

/// The page that traders use: the files of a directory, by the paths under which they are served.
///
/// All of them are read when the server starts and looked up by exact path: no request reaches the file system.
public struct WebPage: Sendable {
  private let files: [String: PageFile]

  /// The most files that a page may have.
  public static let filesMaximum = 128
  /// The most bytes that they may have together.
  public static let bytesMaximum = 4_194_304
  /// How many directories may stand in one another.
  private static let depthMaximum = 4
  private static let index = "index.html"

  /// Reads a directory. Files whose names begin with a point are left out.
  ///
  /// - Throws: ``ServerError/page(_:)`` where it is no page, or has what does not belong in one.
  public init(directory: String) throws(ServerError) {
    var files: [String: PageFile] = [:]
    do { try Self.read(directory, at: "/", depth: 0, into: &files) } catch let error as ServerError {
      throw error
    } catch {
      throw .page("\(directory): \(error.localizedDescription)")
    }
    guard let index = files["/" + Self.index] else { throw .page("\(directory) has no \(Self.index)") }
    files["/"] = index
    self.files = files
  }

  private static func read(
    _ directory: String, at path: String, depth: Int, into files: inout [String: PageFile]
  ) throws {
    guard depth < depthMaximum else { throw ServerError.page("\(directory) lies too deep") }
    for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted() where !name.hasPrefix(".") {
      let file = directory + "/" + name
      guard name.wholeMatch(of: /[A-Za-z0-9._-]+/) != nil else {
        throw ServerError.page("\(file) has another name than of letters, digits, '.', '_' and '-'")
      }
      let kind = try FileManager.default.attributesOfItem(atPath: file)[.type] as? FileAttributeType
      switch kind {
      case .typeDirectory?: try read(file, at: path + name + "/", depth: depth + 1, into: &files)
      case .typeRegular?: try add(file, named: name, at: path + name, to: &files)
      default: throw ServerError.page("\(file) is neither a file nor a directory: links are not followed")
      }
    }
  }

  private static func add(
    _ file: String, named name: String, at path: String, to files: inout [String: PageFile]
  ) throws {
    guard let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int,
      files.values.reduce(size, { $0 + $1.bytes.count }) <= bytesMaximum
    else { throw ServerError.page("its files have more than \(bytesMaximum) bytes together") }
    guard files.count < filesMaximum else { throw ServerError.page("it has more than \(filesMaximum) files") }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    guard let read = PageFile(name: name, bytes: bytes) else {
      throw ServerError.page("\(file) is of no kind that pages are made of: take it out")
    }
    files[path] = read
  }

  /// A table with the page's files, too.
  func adding(to routes: RouteTable) -> RouteTable {
    var routes = routes
    for (path, file) in files {
      routes.add(.get, path) { call in
        file.reply(
          ifNoneMatch: try call.header(.ifNoneMatch), accepting: call.headers[.acceptEncoding])
      }
    }
    return routes
  }
}
